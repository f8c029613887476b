package io.transferstudy.cli.local;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one thread sleep until others have news; any number of news since wake it once. */
public final class Wake {
  private final Semaphore news = new Semaphore(0);

  /** There is something new. */
  public void signal() {
    news.release();
  }

  /** Sleeps until there is something new, but no longer than {@code patience}. */
  void await(Duration patience) throws InterruptedException {
    boolean _ = news.tryAcquire(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
    news.drainPermits();
  }
}
