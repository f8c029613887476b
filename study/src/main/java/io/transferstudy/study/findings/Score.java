package io.transferstudy.study.findings;

/**
 * A number about a model's predictions on a test set.
 *
 * @param kind what it counts
 * @param value a fraction, 0 to 1
 * @param n test examples
 * @param correct of them classified correctly
 * @param interval95 of the value, for the chance of drawing other test examples
 */
public record Score(ScoreKind kind, double value, long n, long correct, Interval interval95) {
  /** The score of that kind that a tally amounts to. */
  public static Score of(ScoreKind kind, Tally tally) {
    return new Score(kind, kind.value(tally), tally.n(), tally.correct(), kind.interval95(tally));
  }

  /** Top-1 accuracy with Wilson's interval. */
  public static Score top1(long correct, long n) {
    return of(ScoreKind.TOP1, new Tally(correct, n));
  }

  /** The value's log-odds, finite also at 0 and 1 (see {@link LogOdds#of(double, long)}). */
  public double logOdds() {
    return LogOdds.of(value, n);
  }
}
