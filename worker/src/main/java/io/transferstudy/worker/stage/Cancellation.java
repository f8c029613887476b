package io.transferstudy.worker.stage;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns SIGTERM into a question that long work asks between two steps. The process ends only after
 * the work has answered (checkpoint and message written), or when its patience is over.
 */
public final class Cancellation implements BooleanSupplier {
  /** Below the 30 s of a pod's grace period. */
  private static final int PATIENCE_SECONDS = 25;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;

  /** Installs itself as a shutdown hook of this process. */
  public static Cancellation onShutdown() {
    var cancellation = new Cancellation();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(cancellation::requestAndWait, "checkpoint-on-sigterm"));
    return cancellation;
  }

  /** Whether the process was asked to end. */
  @Override
  public boolean getAsBoolean() {
    return requested;
  }

  /**
   * Called between two steps of long work.
   *
   * @throws InterruptedStageException if the process was asked to end
   */
  public void check() {
    if (requested) {
      throw new InterruptedStageException();
    }
  }

  /** The work has written all that it will write. */
  public void finished() {
    finished.countDown();
  }

  private void requestAndWait() {
    requested = true;
    try {
      boolean _ = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
