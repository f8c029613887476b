package io.transferstudy.study.plan;

import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import java.time.Instant;

/** What is known of one piece of work. */
public sealed interface WorkState {

  /** Attempts so far, of which some were not the work's own fault. */
  record Attempts(int made, int free) {
    public static final Attempts NONE = new Attempts(0, 0);

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
