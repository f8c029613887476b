package io.transferstudy.study.findings;

import java.util.Optional;

/** Spearman's rank correlation (C. Spearman, 1904): Pearson's r of the ranks, ties averaged. */
public final class Spearman {
  private Spearman() {}

  /** The coefficient; empty below 3 pairs or where one side does not vary. */
  public static Optional<Double> of(double[] x, double[] y) {
    return Pearson.of(ranks(x), ranks(y)).map(Pearson::r);
  }

  private static double[] ranks(double[] values) {
    var ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int below = 0;
      int equal = 0;
      for (double other : values) {
        below += other < values[i] ? 1 : 0;
        equal += other == values[i] ? 1 : 0;
      }
      ranks[i] = below + (equal + 1) / 2.0;
    }
    return ranks;
  }
}
