package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a pod that has not ended is waiting for. It is said after a grace, within which most
 * waits are over: neither status nor events need to tell of those.
 */
final class PendingReading {
  /** Waiting that ends by itself within seconds and is no reason to show. */
  private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing");

  private static final String STOPPING = "Stopping";
  private static final Duration GRACE = Duration.ofSeconds(30);

  private PendingReading() {}

  static Reading.UnderWay of(Pod pod, Instant now) {
    Reading.UnderWay reading = of(pod);
    Instant said =
        FailureReading.time(pod.getMetadata().getCreationTimestamp())
            .map(created -> created.plus(GRACE))
            .orElse(now);
    return reading.reason() == null || reading.reason().equals(STOPPING) || !said.isAfter(now)
        ? reading
        : new Reading.UnderWay(reading.since(), null, null, said);
  }

  private static Reading.UnderWay of(Pod pod) {
    PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    var since = FailureReading.time(status.getStartTime()).orElse(null);
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return new Reading.UnderWay(since, STOPPING, "is given time to write a checkpoint");
    }
    Optional<ContainerStateWaiting> waiting =
        status.getContainerStatuses().stream()
            .flatMap(container -> Optional.ofNullable(container.getState()).stream())
            .flatMap(state -> Optional.ofNullable(state.getWaiting()).stream())
            .filter(state -> state.getReason() != null && !ORDINARY.contains(state.getReason()))
            .findFirst();
    if (waiting.isPresent()) {
      return new Reading.UnderWay(since, waiting.get().getReason(), waiting.get().getMessage());
    }
    Optional<PodCondition> unscheduled =
        status.getConditions().stream()
            .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
            .findFirst();
    return unscheduled
        .map(c -> new Reading.UnderWay(since, c.getReason(), c.getMessage()))
        .orElseGet(() -> new Reading.UnderWay(since, null, null));
  }
}
