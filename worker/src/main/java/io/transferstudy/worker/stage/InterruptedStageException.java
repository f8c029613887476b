package io.transferstudy.worker.stage;

/** The process was asked to end; what was reached is in a checkpoint. */
public final class InterruptedStageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InterruptedStageException() {
    super("interrupted, its checkpoint is kept");
  }
}
