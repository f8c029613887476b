package io.transferstudy.bench.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Sends a watch's events on, as often and as late as the disturbance of the time says. */
final class EventPipe implements AutoCloseable {
  private record Parcel(byte[] bytes, long notBefore) {}

  private final BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
  private final Supplier<Disturbance> disturbance;
  private final OutputStream out;
  private final Thread sender;

  EventPipe(OutputStream out, Supplier<Disturbance> disturbance) {
    this.out = out;
    this.disturbance = disturbance;
    this.sender = Thread.ofVirtual().start(this::send);
  }

  /** An event, whole. */
  void event(byte[] bytes) {
    Disturbance now = disturbance.get();
    long notBefore = System.nanoTime() + now.delay().toNanos();
    for (int i = 0; i <= now.repeats(); i++) {
      queue.add(new Parcel(bytes, notBefore));
    }
  }

  /** Something that is no event: it is sent once, in its turn. */
  void other(byte[] bytes) {
    queue.add(new Parcel(bytes, System.nanoTime()));
  }

  private void send() {
    try {
      while (true) {
        Parcel parcel = queue.take();
        long wait = parcel.notBefore() - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(java.time.Duration.ofNanos(wait));
        }
        out.write(parcel.bytes());
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The client is gone; its side of the connection says so to the relay.
    }
  }

  @Override
  public void close() {
    sender.interrupt();
  }
}
