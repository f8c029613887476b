package io.transferstudy.study.findings;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/** Wilson's score interval of a proportion (E. B. Wilson, 1927, JASA 22:209-212). */
public final class Wilson {
  private Wilson() {}

  /**
   * The 95 % interval of the accuracy behind {@code correct} of {@code n} examples, as fractions.
   * It covers the chance of drawing other test examples, not of training again.
   *
   * @throws IllegalArgumentException unless {@code 0 <= correct <= n} and {@code 1 <= n < 2^31}
   */
  public static Interval interval95(long correct, long n) {
    if (n < 1 || correct < 0 || correct > n) {
      throw new IllegalArgumentException(
          "cannot give an interval for " + correct + " correct of " + n + " examples");
    }
    var interval =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(
            Math.toIntExact(n), Math.toIntExact(correct), 1 - Interval.LEVEL);
    return new Interval(
        Math.clamp(interval.getLowerBound(), 0, 1), Math.clamp(interval.getUpperBound(), 0, 1));
  }
}
