package io.transferstudy.study.findings;

import java.util.Arrays;

/** Means and centred sums of squares and products of pairs, in two passes for accuracy. */
record Moments(double meanX, double meanY, double xx, double yy, double xy) {
  /** Differences this small beside the values themselves are rounding. */
  private static final double ROUNDING = 1e-13;

  /** Whether values differ by no more than rounding, as measured by a size that is given. */
  static boolean constant(double[] values, double size) {
    var range = Arrays.stream(values).summaryStatistics();
    return range.getMax() - range.getMin() <= ROUNDING * size;
  }

  /** Whether values differ by no more than rounding. */
  static boolean constant(double[] values) {
    return constant(values, largest(values));
  }

  /** The largest magnitude. */
  static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  static Moments of(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    return new Moments(meanX, meanY, xx, yy, xy);
  }
}
