package io.transferstudy.study.plan;

import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import java.time.Instant;

/** What is known of one piece of work. */
public sealed interface WorkState {
  /** Attempts so far, the one under way included. */
  Attempts attempts();

  /**
   * Attempts so far.
   *
   * @param made all of them
   * @param free those that were not the work's own fault
   * @param outOfMemory those that needed more memory than there was
   * @param gpuSeconds that those of them took that have ended; 0 where no GPU is used
   */
  record Attempts(int made, int free, int outOfMemory, double gpuSeconds) {
    public static final Attempts NONE = new Attempts(0, 0);

    /** Attempts without GPUs. */
    public Attempts(int made, int free, int outOfMemory) {
      this(made, free, outOfMemory, 0);
    }

    /** Attempts without GPUs that all had the memory that they needed. */
    public Attempts(int made, int free) {
      this(made, free, 0, 0);
    }

    /** The same where the last of them, which {@link #made} includes, failed in that way. */
    public Attempts endedBy(Failure.Kind kind) {
      return new Attempts(
          made,
          free + (kind.retry() == Failure.Retry.FREE ? 1 : 0),
          outOfMemory + (kind == Failure.Kind.OUT_OF_MEMORY ? 1 : 0),
          gpuSeconds);
    }

    /** The same up to another attempt. */
    public Attempts upTo(int attempt) {
      return new Attempts(attempt, free, outOfMemory, gpuSeconds);
    }

    /** With the GPU time of another ended attempt. */
    public Attempts plusGpuSeconds(double more) {
      return new Attempts(made, free, outOfMemory, gpuSeconds + more);
    }

    /** Those that count against the study's number of attempts. */
    public int counted() {
      return made - free;
    }
  }

  /** Nothing runs; it may start now. */
  record Waiting(Attempts attempts) implements WorkState {}

  /** An attempt is under way, possibly still waiting for a place to run. */
  record Running(Attempts attempts, Instant since) implements WorkState {}

  /** The last attempt failed. {@code attempts} includes it. */
  record Failed(Attempts attempts, Instant at, Failure failure) implements WorkState {}

  /** It has its result, for good. */
  record Done(Attempts attempts, Outcome.Success result) implements WorkState {}
}
