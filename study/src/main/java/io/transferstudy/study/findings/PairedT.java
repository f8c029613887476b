package io.transferstudy.study.findings;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/**
 * Student's t-test of paired values ("Student", 1908).
 *
 * @param t the statistic
 * @param df its degrees of freedom, pairs less one
 * @param p two-sided p value of "the mean difference is zero"
 * @param meanDifference first less second
 * @param interval95 the mean difference's interval
 */
public record PairedT(double t, int df, double p, double meanDifference, Interval interval95) {
  /** The test of first less second; empty below two pairs or where all differences are equal. */
  public static Optional<PairedT> of(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "a paired test needs pairs, got " + first.length + " and " + second.length + " values");
    }
    var differences = new double[first.length];
    Arrays.setAll(differences, i -> first[i] - second[i]);
    double size = Math.max(Moments.largest(first), Moments.largest(second));
    if (Moments.constant(differences, size)) {
      return Optional.empty();
    }
    int n = differences.length;
    double mean = Arrays.stream(differences).average().orElse(0);
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    var result = TTest.withDefaults().test(differences);
    double half =
        TDistribution.of(n - 1).inverseSurvivalProbability((1 - Interval.LEVEL) / 2)
            * Math.sqrt(squares / (n - 1) / n);
    return Optional.of(
        new PairedT(
            result.getStatistic(),
            n - 1,
            result.getPValue(),
            mean,
            new Interval(mean - half, mean + half)));
  }
}
