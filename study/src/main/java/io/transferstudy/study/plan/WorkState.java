package io.transferstudy.study.plan;

import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import java.time.Instant;

/** What is known of one piece of work. */
public sealed interface WorkState {

  /**
   * Attempts so far.
   *
   * @param made all of them
   * @param free those that were not the work's own fault
   * @param outOfMemory those that needed more memory than there was
   */
  record Attempts(int made, int free, int outOfMemory) {
    public static final Attempts NONE = new Attempts(0, 0);

    /** Attempts that all had the memory that they needed. */
    public Attempts(int made, int free) {
      this(made, free, 0);
    }

    /** The same where the last of them, which {@link #made} includes, failed in that way. */
    public Attempts endedBy(Failure.Kind kind) {
      return new Attempts(
          made,
          free + (kind.retry() == Failure.Retry.FREE ? 1 : 0),
          outOfMemory + (kind == Failure.Kind.OUT_OF_MEMORY ? 1 : 0));
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
