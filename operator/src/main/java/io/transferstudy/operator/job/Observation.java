package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a piece of work: its durable record, brought up to date by its newest Job.
 *
 * @param state as the planner sees it
 * @param record what should be stored now
 * @param reason what a running attempt waits for, in a word; else null
 * @param message the same for people; else null
 * @param again when to look again although nothing happens; else null
 */
public record Observation(
    WorkState state,
    WorkRecord record,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Instant again) {

  /** One that needs no second look. */
  public Observation(
      WorkState state, WorkRecord record, @Nullable String reason, @Nullable String message) {
    this(state, record, reason, message, null);
  }

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
    // What lies between the record and this Job was not the last to be recorded by accident: an
    // attempt is started only after the one before it was recorded.
    Attempts attempts = record.attempts().upTo(Labels.attempt(job));
    Instant started = FailureReading.time(job.getMetadata().getCreationTimestamp()).orElse(now);
    String name = job.getMetadata().getName();
    return switch (reading) {
      case Reading.UnderWay(var since, var reason, var message, var again) ->
          new Observation(
              new WorkState.Running(attempts, or(since, now)),
              new WorkRecord(attempts, null, started, null, name, record.failedNodes()),
              reason,
              message,
              again);
      case Reading.Ended(Outcome.Success success, var at, _) ->
          of(new WorkRecord(attempts, success, started, at, name), now);
      case Reading.Ended(Outcome.Failed(var failure), var at, var node) ->
          of(
              failed(
                  attempts,
                  failure,
                  started,
                  at,
                  name,
                  NodeHistory.after(record.failedNodes(), failure.kind(), node)),
              now);
      case Reading.NoPod(var at) ->
          of(
              failed(
                  attempts,
                  new Failure(Failure.Kind.DISRUPTED, "the pod of Job " + name + " was deleted"),
                  started,
                  at,
                  name,
                  record.failedNodes()),
              now);
    };
  }

  /**
   * The last attempt's Job is gone, and its end is not recorded: the operator deletes no Job before
   * that, so somebody else did. That is not the work's fault.
   */
  static Observation gone(WorkRecord record, Instant now) {
    var failure =
        new Failure(
            Failure.Kind.DISRUPTED,
            "Job " + record.jobName() + " was deleted by somebody else; it is started again");
    return of(
        failed(
            record.attempts(),
            failure,
            or(record.startedAt(), now),
            now,
            record.jobName(),
            record.failedNodes()),
        now);
  }

  /** The record of a failed attempt; what kind of failure it was is counted once, here. */
  static WorkRecord failed(
      Attempts attempts,
      Failure failure,
      Instant started,
      Instant at,
      @Nullable String job,
      List<String> failedNodes) {
    return new WorkRecord(
        attempts.endedBy(failure.kind()),
        new Outcome.Failed(failure),
        started,
        at,
        job,
        failedNodes);
  }

  private static Instant or(@Nullable Instant instant, Instant otherwise) {
    return instant == null ? otherwise : instant;
  }
}
