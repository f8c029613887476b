package io.transferstudy.study.findings;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * McNemar's test of two models on the same examples, in its exact form (Q. McNemar, 1947).
 *
 * <p>It compares shares of right examples, so it is the test of top-1 and of nothing else: not of
 * mean per-class accuracy, where an example's weight is its class's, and not of mAP, which is no
 * share of examples.
 */
public final class McNemar {
  private McNemar() {}

  /**
   * Two-sided p value of "both models are equally often right": the binomial test of the examples
   * on which exactly one of them is right; 1 where there are none.
   *
   * @param onlyFirst examples that only the first model has right
   * @param onlySecond examples that only the second model has right
   */
  public static double exactP(int onlyFirst, int onlySecond) {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException(
          "counts of examples cannot be negative, got " + onlyFirst + " and " + onlySecond);
    }
    int discordant = Math.addExact(onlyFirst, onlySecond);
    if (discordant == 0) {
      return 1;
    }
    // Both tails by symmetry. Not commons' BinomialTest: version 1.2 loses an outcome that is as
    // likely as the observed one (10 and 3 give 0.057 there, SciPy gives 0.092).
    var chance = BinomialDistribution.of(discordant, 0.5);
    return Math.min(1, 2 * chance.cumulativeProbability(Math.min(onlyFirst, onlySecond)));
  }
}
