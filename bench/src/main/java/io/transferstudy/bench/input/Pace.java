package io.transferstudy.bench.input;

/** Counts images for some seconds, once some have gone by. */
final class Pace {
  private final long warm;
  private final long length;
  private long begin = System.nanoTime();
  private boolean counting;
  private long images;
  private long last = begin;

  Pace(double warm, double seconds) {
    this.warm = (long) (warm * 1e9);
    this.length = (long) (seconds * 1e9);
  }

  void add(int count) {
    last = System.nanoTime();
    if (counting) {
      images += count;
    } else if (last - begin >= warm) {
      counting = true;
      begin = last;
    }
  }

  boolean ended() {
    return counting && last - begin >= length;
  }

  double imagesPerSecond() {
    return images / ((last - begin) / 1e9);
  }
}
