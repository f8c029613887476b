package io.transferstudy.worker.stage;

import java.util.function.BooleanSupplier;

/** A question that long work asks between two steps: was this process asked to end? */
@FunctionalInterface
public interface Cancellation extends BooleanSupplier {

  /** For work that is never interrupted. */
  static Cancellation never() {
    return () -> false;
  }

  /**
   * Called between two steps of long work.
   *
   * @throws InterruptedStageException if the process was asked to end
   */
  default void check() {
    if (getAsBoolean()) {
      throw new InterruptedStageException();
    }
  }
}
