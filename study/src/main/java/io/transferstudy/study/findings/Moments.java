package io.transferstudy.study.findings;

import java.util.Arrays;

/** Means and centred sums of squares and products of pairs, in two passes for accuracy. */
record Moments(double meanX, double meanY, double xx, double yy, double xy) {
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
