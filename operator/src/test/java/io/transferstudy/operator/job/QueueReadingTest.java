package io.transferstudy.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueReadingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void a_suspended_job_of_a_queue_says_what_kueue_says() {
    assertThat(read(job("team", "True"), Optional.of("insufficient quota")))
        .isInstanceOfSatisfying(
            Reading.UnderWay.class,
            wait -> {
              assertThat(wait.since()).as("no deadline runs").isNull();
              assertThat(wait.reason()).isEqualTo("QueuedByKueue");
              assertThat(wait.message()).isEqualTo("insufficient quota");
              assertThat(wait.again()).isAfter(NOW);
            });
    assertThat(read(job("team", "True"), Optional.empty()))
        .isInstanceOfSatisfying(
            Reading.UnderWay.class,
            wait -> assertThat(wait.message()).isEqualTo("waits for quota in the queue 'team'"));
  }

  @Test
  void nothing_else_is_queued_and_nobody_is_asked() {
    var pod = new Reading.UnderWay(NOW, null, null);
    assertThat(unasked(job("team", "True"), pod)).isSameAs(pod);
    Job admitted = job("team", "False");
    Reading noPodYet = withoutPods(admitted);
    assertThat(unasked(admitted, noPodYet)).isSameAs(noPodYet);
    Job ofNoQueue = job(null, "True");
    Reading suspended = withoutPods(ofNoQueue);
    assertThat(unasked(ofNoQueue, suspended)).isSameAs(suspended);
    var ended = new Reading.NoPod(NOW);
    assertThat(unasked(job("team", "True"), ended)).isSameAs(ended);
  }

  private static Reading unasked(Job job, Reading reading) {
    return QueueReading.of(
        job,
        reading,
        _ -> {
          throw new AssertionError("asked");
        },
        NOW);
  }

  /** As the executor reads it: what its Job says, then what its queue says. */
  private static Reading read(Job job, Optional<String> kueue) {
    return QueueReading.of(job, withoutPods(job), _ -> kueue, NOW);
  }

  private static Reading withoutPods(Job job) {
    return FailureReading.of(job, List.of(), "uid", "pretrain/a", NOW);
  }

  private static Job job(String queue, String suspended) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("j")
        .withLabels(queue == null ? Map.of() : Map.of("kueue.x-k8s.io/queue-name", queue))
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Suspended")
        .withStatus(suspended)
        .endCondition()
        .endStatus()
        .build();
  }
}
