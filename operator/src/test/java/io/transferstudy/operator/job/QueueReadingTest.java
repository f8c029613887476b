package io.transferstudy.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueReadingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Reading NO_POD_YET =
      new Reading.UnderWay(null, "PodNotCreated", "waits for its pod");

  @Test
  void a_suspended_job_of_a_queue_says_what_kueue_says() {
    assertThat(read(job("team", "True"), NO_POD_YET, Optional.of("insufficient quota")))
        .isInstanceOfSatisfying(
            Reading.UnderWay.class,
            wait -> {
              assertThat(wait.since()).as("no deadline runs").isNull();
              assertThat(wait.reason()).isEqualTo("QueuedByKueue");
              assertThat(wait.message()).isEqualTo("insufficient quota");
              assertThat(wait.again()).isAfter(NOW);
            });
    assertThat(read(job("team", "True"), NO_POD_YET, Optional.empty()))
        .isInstanceOfSatisfying(
            Reading.UnderWay.class,
            wait -> assertThat(wait.message()).isEqualTo("waits for quota in the queue 'team'"));
  }

  @Test
  void nothing_else_is_queued_and_nobody_is_asked() {
    var pod = new Reading.UnderWay(NOW, null, null);
    assertThat(unasked(job("team", "True"), pod)).isSameAs(pod);
    assertThat(unasked(job("team", "False"), NO_POD_YET)).isSameAs(NO_POD_YET);
    assertThat(unasked(job(null, "True"), NO_POD_YET)).isSameAs(NO_POD_YET);
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

  private static Reading read(Job job, Reading reading, Optional<String> kueue) {
    return QueueReading.of(job, reading, _ -> kueue, NOW);
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
