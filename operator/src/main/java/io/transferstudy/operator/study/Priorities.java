package io.transferstudy.operator.study;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Values of priority classes, each read once in five minutes at most. */
final class Priorities {
  private static final Logger LOG = LoggerFactory.getLogger(Priorities.class);
  private static final Duration FRESH = Duration.ofMinutes(5);

  private record Known(int value, Instant at) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  Priorities(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** The class's value; 0 for none, for one that does not exist, and where reading is forbidden. */
  int of(@Nullable String name) {
    if (name == null) {
      return 0;
    }
    Instant now = clock.instant();
    return known
        .compute(
            name,
            (_, before) ->
                before != null && before.at().plus(FRESH).isAfter(now)
                    ? before
                    : new Known(read(name), now))
        .value();
  }

  private int read(String name) {
    try {
      var found = client.scheduling().v1().priorityClasses().withName(name).get();
      return found == null || found.getValue() == null ? 0 : found.getValue();
    } catch (KubernetesClientException e) {
      LOG.debug("priority class {} counts as 0: {}", name, e.getMessage());
      return 0;
    }
  }
}
