package io.transferstudy.operator.event;

import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import java.util.Optional;

/** Tells a failure that is new from one that was known. */
final class AttemptFailure {
  private AttemptFailure() {}

  /** The failure of the last attempt, if the record before did not have it yet. */
  static Optional<Failure> between(WorkRecord before, WorkRecord after) {
    boolean known =
        before.outcome() instanceof Outcome.Failed
            && before.attempts().made() == after.attempts().made();
    return !known && after.outcome() instanceof Outcome.Failed(var failure)
        ? Optional.of(failure)
        : Optional.empty();
  }
}
