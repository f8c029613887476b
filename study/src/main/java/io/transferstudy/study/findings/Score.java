package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.work.MetricScore;
import io.transferstudy.study.work.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A number about a model's predictions on a test set.
 *
 * @param metric what it measures
 * @param value a fraction, 0 to 1
 * @param n test examples
 * @param correct of them classified correctly; where one shows several classes, that have one of
 *     these as their most likely class
 * @param standardError of the value, for the chance of drawing other test examples
 * @param interval95 likewise
 */
public record Score(
    Metric metric, double value, long n, long correct, double standardError, Interval interval95) {

  /** Top-1 accuracy with the binomial's standard error and Wilson's interval. */
  public static Score top1(long correct, long n) {
    var interval = Wilson.interval95(correct, n);
    double value = (double) correct / n;
    return new Score(Metric.TOP_1, value, n, correct, Math.sqrt(value * (1 - value) / n), interval);
  }

  /** The score of a cell or a pretraining. */
  public static Score of(Outcome.Success result) {
    MetricScore score = result.score();
    return score == null
        ? top1(result.correct(), result.total())
        : new Score(
            score.metric(),
            score.value(),
            result.total(),
            result.correct(),
            score.standardError(),
            new Interval(score.low(), score.high()));
  }

  /** What a result has to tell besides its counts; null of top-1. */
  public @Nullable MetricScore measured() {
    return metric == Metric.TOP_1
        ? null
        : new MetricScore(metric, value, standardError, interval95.low(), interval95.high());
  }

  /** The value's log-odds, finite also at 0 and 1 (see {@link LogOdds#of(double, long)}). */
  public double logOdds() {
    return LogOdds.of(value, n);
  }
}
