package io.transferstudy.study.findings;

import java.util.Optional;

/** Kendall's rank correlation, form b, which corrects for ties (M. G. Kendall, 1945). */
public final class KendallTauB {
  private KendallTauB() {}

  /** The coefficient; empty where one side does not vary. */
  public static Optional<Double> of(double[] x, double[] y) {
    long agree = 0;
    long untiedX = 0;
    long untiedY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        int dx = Double.compare(x[i], x[j]);
        int dy = Double.compare(y[i], y[j]);
        agree += (long) Integer.signum(dx) * Integer.signum(dy);
        untiedX += dx == 0 ? 0 : 1;
        untiedY += dy == 0 ? 0 : 1;
      }
    }
    return untiedX == 0 || untiedY == 0
        ? Optional.empty()
        : Optional.of(agree / Math.sqrt(untiedX) / Math.sqrt(untiedY));
  }
}
