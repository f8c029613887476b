package io.transferstudy.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuTimeTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = CREATED.plusSeconds(100);
  private static final Attempts BEFORE = new Attempts(2, 1, 0, 50);

  @Test
  void a_success_costs_its_own_seconds_on_every_gpu() {
    var success = new Outcome.Success("k", 1, 2, null, null, 12.5, "gpu", false, "r", null);
    Observation seen = charged(record(success), List.of(pod(CREATED)), 4);
    assertThat(seen.record().attempts()).isEqualTo(new Attempts(2, 1, 0, 50 + 4 * 12.5));
    assertThat(seen.state().attempts()).isEqualTo(seen.record().attempts());
  }

  @Test
  void a_failure_costs_the_time_from_its_pods_start() {
    var failed = record(new Outcome.Failed(new Failure(Failure.Kind.INTERNAL, "why")));
    assertThat(gpuSeconds(failed, List.of(pod(CREATED.plusSeconds(70))))).isEqualTo(50 + 2 * 30);
    assertThat(gpuSeconds(failed, List.of(pod(null)))).as("no node took it").isEqualTo(50);
    assertThat(gpuSeconds(failed, List.of())).as("nobody knows").isEqualTo(50 + 2 * 100);
  }

  @Test
  void what_runs_costs_nothing_yet_and_nothing_costs_anything_without_gpus() {
    var running = record(null);
    assertThat(gpuSeconds(running, List.of(pod(CREATED)))).isEqualTo(50);
    var failed = record(new Outcome.Failed(new Failure(Failure.Kind.INTERNAL, "why")));
    assertThat(charged(failed, List.of(pod(CREATED)), 0).record()).isEqualTo(failed);
  }

  private static double gpuSeconds(WorkRecord record, List<Pod> pods) {
    return charged(record, pods, 2).record().attempts().gpuSeconds();
  }

  private static Observation charged(WorkRecord record, List<Pod> pods, int gpus) {
    return GpuTime.charge(Observation.of(record, END), pods, gpus, END);
  }

  private static WorkRecord record(Outcome outcome) {
    return new WorkRecord(BEFORE, outcome, CREATED, outcome == null ? null : END, "job-2");
  }

  private static Pod pod(Instant start) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .endMetadata()
        .withNewStatus()
        .withStartTime(start == null ? null : start.toString())
        .endStatus()
        .build();
  }
}
