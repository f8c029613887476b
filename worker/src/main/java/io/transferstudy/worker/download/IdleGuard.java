package io.transferstudy.worker.download;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a stream when nothing has come out of it for too long, which wakes its reader. A stream
 * that is slow but not silent goes on.
 */
final class IdleGuard implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor CLOCK =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().daemon().name("download-idle").unstarted(task));

  static {
    CLOCK.setRemoveOnCancelPolicy(true);
  }

  private final InputStream stream;
  private final long limit;
  private final ScheduledFuture<?> check;
  private volatile long last = System.nanoTime();
  private volatile boolean expired;

  IdleGuard(InputStream stream, Duration limit) {
    this.stream = stream;
    this.limit = limit.toNanos();
    long pause = Math.max(1, limit.toMillis() / 4);
    check = CLOCK.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (System.nanoTime() - last > limit) {
      expired = true;
      try {
        stream.close();
      } catch (IOException e) {
        // Whoever reads it sees that it is closed.
      }
    }
  }

  /** The stream has delivered, or what it delivered has been dealt with. */
  void alive() {
    last = System.nanoTime();
  }

  /** Whether it closed the stream. */
  boolean expired() {
    return expired;
  }

  @Override
  public void close() {
    check.cancel(false);
  }
}
