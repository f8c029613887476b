package io.transferstudy.worker.stage;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM as a {@link Cancellation}. The process ends only after the work has answered (checkpoint
 * and message written), or when its patience is over.
 */
public final class Sigterm implements Cancellation {
  /** Below the 30 s of a pod's grace period. */
  private static final int PATIENCE_SECONDS = 25;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;

  private Sigterm() {}

  /** Installs itself as a shutdown hook of this process. */
  public static Sigterm install() {
    var sigterm = new Sigterm();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(sigterm::requestAndWait, "checkpoint-on-sigterm"));
    return sigterm;
  }

  @Override
  public boolean getAsBoolean() {
    return requested;
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
