package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Optional;
import java.util.Set;

/** Reads what a pod that has not ended is waiting for. */
final class PendingReading {
  /** Waiting that ends by itself within seconds and is no reason to show. */
  private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing");

  private PendingReading() {}

  static Reading.UnderWay of(Pod pod) {
    PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    var since = FailureReading.time(status.getStartTime()).orElse(null);
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return new Reading.UnderWay(since, "Stopping", "is given time to write a checkpoint");
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
