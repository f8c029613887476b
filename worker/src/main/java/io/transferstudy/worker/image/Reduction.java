package io.transferstudy.worker.image;

/**
 * How much smaller a JPEG is decoded: from the low frequencies of its blocks alone, which is
 * several times as fast.
 *
 * <p>What is left must still be {@link #MARGIN} times as large as what it is resized to. On 1,253
 * photos at that margin, the result differs by 0.5 grey levels in the mean from what decoding in
 * full gives, by at most 3 in 99 of 100 values, and by 2.3 in the mean of the worst photo. Larger
 * images differ less: at twice the margin by half as much.
 */
public enum Reduction {
  NONE(1),
  HALF(2),
  QUARTER(4);

  /** Source pixels per target pixel that must be left along either axis. */
  static final int MARGIN = 3;

  private final int factor;

  Reduction(int factor) {
    this.factor = factor;
  }

  /** By which width and height are divided. */
  int factor() {
    return factor;
  }

  /** A length of the picture in this reduction, in whole pixels. */
  int of(int length) {
    return Math.ceilDiv(length, factor);
  }

  /** The largest that leaves enough of a part of a picture for its resizing. */
  static Reduction of(Box part, int width, int height) {
    Reduction largest = NONE;
    for (Reduction one : values()) {
      if (part.width() >= (long) one.factor * MARGIN * width
          && part.height() >= (long) one.factor * MARGIN * height) {
        largest = one;
      }
    }
    return largest;
  }
}
