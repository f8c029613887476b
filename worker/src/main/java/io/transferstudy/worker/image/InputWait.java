package io.transferstudy.worker.image;

import java.util.concurrent.atomic.LongAdder;

/** How long a network stood still for want of images, over all streams of a stage. */
public final class InputWait {
  private final LongAdder nanos = new LongAdder();
  private final LongAdder images = new LongAdder();

  void add(long waitedNanos, int count) {
    nanos.add(waitedNanos);
    images.add(count);
  }

  /** The sum of all waits; what was made ahead while the network was busy counts nothing. */
  public double seconds() {
    return nanos.sum() / 1e9;
  }

  /** The images that were given out, every time that they were. */
  public long images() {
    return images.sum();
  }
}
