package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Pod;
import io.transferstudy.study.work.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * GPU time of attempts: of a success its own wall clock, of a failure from the start of its pod to
 * its end, times the pod's GPUs. Waiting for a place costs nothing.
 */
final class GpuTime {
  private GpuTime() {}

  /**
   * Adds the time of an attempt whose end is seen for the first time; what runs stays as it is.
   *
   * @param pods of the attempt; none if they are gone, then its Job's life counts
   * @param gpus of each pod
   */
  static Observation charge(Observation seen, List<Pod> pods, int gpus, Instant now) {
    WorkRecord record = seen.record();
    if (gpus == 0) {
      return seen;
    }
    return switch (record.outcome()) {
      case null -> seen;
      case Outcome.Success success ->
          Observation.of(record.plusGpuSeconds(rounded(gpus * success.seconds())), now);
      case Outcome.Failed _ ->
          Observation.of(
              record.plusGpuSeconds(of(gpus, started(record, pods), record.finishedAt())), now);
    };
  }

  /** GPU seconds between two times; 0 if one of them is not known. */
  static double of(int gpus, @Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null || to.isBefore(from)
        ? 0
        : rounded(gpus * (Duration.between(from, to).toMillis() / 1_000.0));
  }

  private static @Nullable Instant started(WorkRecord record, List<Pod> pods) {
    return pods.isEmpty()
        ? record.startedAt()
        : pods.stream()
            .flatMap(pod -> Stream.ofNullable(pod.getStatus()))
            .flatMap(status -> FailureReading.time(status.getStartTime()).stream())
            .min(Instant::compareTo)
            .orElse(null);
  }

  /** Milliseconds are enough, and their sums stay short in status. */
  private static double rounded(double seconds) {
    return Math.round(seconds * 1_000) / 1_000.0;
  }
}
