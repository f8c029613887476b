package io.transferstudy.operator.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for what a cluster does in its own time. */
final class Await {
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private Await() {}

  /**
   * Asks until there is an answer.
   *
   * @throws AssertionError naming what was waited for
   */
  static <T> T value(Duration patience, String what, Supplier<Optional<T>> question) {
    Instant end = Instant.now().plus(patience);
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.orElseThrow();
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(what + ": not within " + patience);
      }
      try {
        Thread.sleep(BETWEEN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted waiting for " + what, e);
      }
    }
  }
}
