package io.transferstudy.operator.job;

import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster durably knows of a piece of work: it outlives Jobs and the operator.
 *
 * @param attempts so far; those that were not the work's fault included
 * @param outcome of the last attempt; null if it has not ended, or there was none
 * @param startedAt of the last attempt
 * @param finishedAt of the last attempt
 * @param jobName of the last attempt
 * @param failedNodes the nodes of the last failures that speak against a node; see {@link
 *     NodeHistory}
 */
public record WorkRecord(
    Attempts attempts,
    @Nullable Outcome outcome,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String jobName,
    List<String> failedNodes) {

  /** Of work that was never started. */
  public static final WorkRecord NONE = new WorkRecord(Attempts.NONE, null, null, null, null);

  public WorkRecord {
    failedNodes = List.copyOf(failedNodes);
  }

  /** A record that speaks against no node. */
  public WorkRecord(
      Attempts attempts,
      @Nullable Outcome outcome,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String jobName) {
    this(attempts, outcome, startedAt, finishedAt, jobName, List.of());
  }

  /** The same with the GPU time of an attempt that has ended. */
  WorkRecord plusGpuSeconds(double seconds) {
    return new WorkRecord(
        attempts.plusGpuSeconds(seconds), outcome, startedAt, finishedAt, jobName, failedNodes);
  }
}
