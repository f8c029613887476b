package io.transferstudy.worker.model;

/** How a family's channels follow its width multiplier. */
final class WidthMultiplier {
  private static final double LARGEST = 4;

  private WidthMultiplier() {}

  /** The product itself. */
  static double exact(int channels, double width) {
    if (!(width > 0 && width <= LARGEST)) {
      throw new IllegalArgumentException("width multiplier must be in (0, 4], got " + width);
    }
    return channels * width;
  }

  /** The nearest multiple of 8, at least 8 and no more than a tenth below the exact product. */
  static int scaled(int channels, double width) {
    double exact = exact(channels, width);
    int rounded = Math.max(8, (int) (exact + 4) / 8 * 8);
    return rounded < 0.9 * exact ? rounded + 8 : rounded;
  }
}
