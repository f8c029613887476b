package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a piece of work: its durable record, brought up to date by its newest Job.
 *
 * @param state as the planner sees it
 * @param record what should be stored now
 * @param reason what a running attempt waits for, in a word; else null
 * @param message the same for people; else null
 */
public record Observation(
    WorkState state, WorkRecord record, @Nullable String reason, @Nullable String message) {

  /** From the record alone. */
  public static Observation of(WorkRecord record, Instant now) {
    WorkState state =
        switch (record.outcome()) {
          case Outcome.Success success -> new WorkState.Done(record.attempts(), success);
          case Outcome.Failed(var failure) ->
              new WorkState.Failed(record.attempts(), or(record.finishedAt(), now), failure);
          case null ->
              record.attempts().made() == 0
                  ? new WorkState.Waiting(record.attempts())
                  : new WorkState.Running(record.attempts(), now);
        };
    return new Observation(state, record, null, null);
  }

  /** From the Job of the attempt that the record is about, or of a later one. */
  static Observation of(WorkRecord record, Job job, Reading reading, Instant now) {
    int made = Labels.attempt(job);
    // What lies between the record and this Job was not the last to be recorded by accident: an
    // attempt is started only after the one before it was recorded.
    int free = record.attempts().free();
    Instant started = FailureReading.time(job.getMetadata().getCreationTimestamp()).orElse(now);
    String name = job.getMetadata().getName();
    return switch (reading) {
      case Reading.UnderWay(var since, var reason, var message) -> {
        var attempts = new Attempts(made, free);
        yield new Observation(
            new WorkState.Running(attempts, or(since, now)),
            new WorkRecord(attempts, null, started, null, name),
            reason,
            message);
      }
      case Reading.Ended(Outcome.Success success, var at) ->
          of(new WorkRecord(new Attempts(made, free), success, started, at, name), now);
      case Reading.Ended(Outcome.Failed(var failure), var at) ->
          of(failed(made, free, failure, started, at, name), now);
      case Reading.NoPod(var at) ->
          of(
              failed(
                  made,
                  free,
                  new Failure(Failure.Kind.DISRUPTED, "the pod of Job " + name + " was deleted"),
                  started,
                  at,
                  name),
              now);
    };
  }

  /** The last attempt's Job is gone and left no result. */
  static Observation lost(WorkRecord record, Instant now) {
    var failure =
        new Failure(Failure.Kind.LOST, "Job " + record.jobName() + " is gone and left no result");
    return of(
        failed(
            record.attempts().made(),
            record.attempts().free(),
            failure,
            or(record.startedAt(), now),
            now,
            record.jobName()),
        now);
  }

  /** The record of a failed attempt; a failure that is free is counted as such once, here. */
  static WorkRecord failed(
      int made, int free, Failure failure, Instant started, Instant at, @Nullable String job) {
    boolean notCounted = failure.kind().retry() == Failure.Retry.FREE;
    return new WorkRecord(
        new Attempts(made, free + (notCounted ? 1 : 0)),
        new Outcome.Failed(failure),
        started,
        at,
        job);
  }

  private static Instant or(@Nullable Instant instant, Instant otherwise) {
    return instant == null ? otherwise : instant;
  }
}
