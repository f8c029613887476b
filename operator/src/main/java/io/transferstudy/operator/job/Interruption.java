package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A running Job that is to be stopped although no plan says so, because its study cannot be planned
 * any more.
 *
 * @param job that runs
 * @param work that it does
 * @param definition digest of the work's definition, as the Job says it
 * @param seen the attempt recorded as interrupted: it goes on from its checkpoint later
 */
public record Interruption(Job job, WorkId work, String definition, Observation seen) {

  /**
   * What to do about a Job; empty if it is not one of a study's work or has ended by itself, in
   * which case its result waits for whoever plans next.
   *
   * @param records what is recorded of a piece of work by the name of its objects
   */
  public static Optional<Interruption> of(
      Job job, List<Pod> pods, Function<String, WorkRecord> records, String why, Instant now) {
    WorkId work = Labels.work(job).orElse(null);
    String uid = job.getMetadata().getLabels().get(Labels.STUDY_UID);
    String definition = job.getMetadata().getAnnotations().get(Labels.DEFINITION);
    if (work == null || uid == null || definition == null) {
      return Optional.empty();
    }
    var reading = FailureReading.of(job, pods, uid, work.key(), now);
    if (!(reading instanceof Reading.UnderWay)) {
      return Optional.empty();
    }
    WorkRecord before = records.apply(objectName(job));
    int attempt = Labels.attempt(job);
    WorkRecord after =
        before.outcome() != null && before.attempts().made() >= attempt
            ? before // recorded by an earlier try of the same
            : Observation.failed(
                before.attempts().upTo(attempt),
                new Failure(Failure.Kind.INTERRUPTED, why),
                FailureReading.time(job.getMetadata().getCreationTimestamp()).orElse(now),
                now,
                job.getMetadata().getName(),
                before.failedNodes());
    return Optional.of(new Interruption(job, work, definition, Observation.of(after, now)));
  }

  /** Of the work's objects: the Job's name without its attempt. */
  public String objectName() {
    return objectName(job);
  }

  private static String objectName(Job job) {
    String name = job.getMetadata().getName();
    return name.substring(0, Math.max(0, name.lastIndexOf('-')));
  }
}
