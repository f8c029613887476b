package io.transferstudy.study.findings;

/**
 * Log-odds (logit) of an accuracy, natural logarithm: equal steps multiply the odds of a correct
 * answer by equal factors, so that 90 to 95 % counts as much as 50 to 68 % (Kornblith et al. 2019,
 * section 3).
 */
public final class LogOdds {
  private LogOdds() {}

  /**
   * The plain logit, {@code ln(p / (1 - p))}.
   *
   * @param fraction an accuracy strictly between 0 and 1
   */
  public static double of(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "log-odds need a fraction strictly between 0 and 1, got " + fraction);
    }
    return Math.log(fraction / (1 - fraction));
  }

  /**
   * The logit of an accuracy measured on {@code n} examples. Strictly inside it is the plain logit.
   * Nothing correct counts as half an example of n + 1, everything correct as half an example short
   * of it (Haldane-Anscombe's half, at the edges only), because the logit is infinite there.
   *
   * @param fraction an accuracy from 0 to 1
   * @param n the examples it was measured on, at least 1
   */
  public static double of(double fraction, long n) {
    if (!(fraction >= 0 && fraction <= 1) || n < 1) {
      throw new IllegalArgumentException(
          "log-odds need a fraction from 0 to 1 of at least one example, got "
              + fraction
              + " of "
              + n);
    }
    double half = 0.5 / (n + 1.0);
    return of(Math.clamp(fraction, half, 1 - half));
  }

  /** The accuracy that has these log-odds: the inverse of {@link #of(double)}. */
  public static double toFraction(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
