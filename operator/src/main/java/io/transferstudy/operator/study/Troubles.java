package io.transferstudy.operator.study;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Studies of which the cluster refuses to start something, such as where a quota is full: tried
 * again without end, ever later, and said once in the log.
 */
final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private record Trouble(String message, int times) {}

  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

  /**
   * Notes what could not be done.
   *
   * @param uid of the study
   * @param study for people
   * @return how long to wait
   */
  Duration note(String uid, String study, String message) {
    Trouble now =
        troubles.compute(
            uid, (_, before) -> new Trouble(message, before == null ? 1 : before.times() + 1));
    if (now.times() == 1) {
      LOG.atWarn()
          .addKeyValue("study", study)
          .log("cannot start work, is tried again: {}", message);
    }
    long millis = FIRST.toMillis() << Math.min(now.times() - 1, 16);
    return Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
  }

  /** All could be done, or the study is gone. */
  void forget(String uid) {
    troubles.remove(uid);
  }
}
