package io.transferstudy.study.findings;

import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Pearson's product-moment correlation.
 *
 * @param n the pairs behind it, at least 3
 * @param r the coefficient, -1 to 1
 * @param p two-sided p value of "no correlation", from Student's t with n - 2 degrees of freedom
 * @param interval95 Fisher's z interval (R. A. Fisher, 1921), null below 4 pairs, where it has no
 *     width
 */
public record Pearson(int n, double r, double p, @Nullable Interval interval95) {
  /**
   * The correlation of {@code x} with {@code y}; empty below 3 pairs (two points always lie on a
   * line) or where one side does not vary.
   */
  public static Optional<Pearson> of(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "a correlation needs pairs, got " + x.length + " and " + y.length + " values");
    }
    if (x.length < 3 || Moments.constant(x) || Moments.constant(y)) {
      return Optional.empty();
    }
    var moments = Moments.of(x, y);
    double r = Math.clamp(moments.xy() / Math.sqrt(moments.xx()) / Math.sqrt(moments.yy()), -1, 1);
    return Optional.of(new Pearson(x.length, r, pValue(r, x.length), fisher(r, x.length)));
  }

  /** The share of the variance of one side that a line through the other explains. */
  public double r2() {
    return r * r;
  }

  private static double pValue(double r, int n) {
    double t = Math.abs(r) * Math.sqrt((n - 2) / ((1 - r) * (1 + r)));
    return 2 * TDistribution.of(n - 2).survivalProbability(t);
  }

  private static @Nullable Interval fisher(double r, int n) {
    if (n < 4) {
      return null;
    }
    double z = (Math.log1p(r) - Math.log1p(-r)) / 2;
    double half =
        NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - Interval.LEVEL) / 2)
            / Math.sqrt(n - 3.0);
    return new Interval(Math.tanh(z - half), Math.tanh(z + half));
  }
}
