package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Metric;
import java.util.List;

/**
 * The plain mean over classes of the share of a class's examples that are right. Every class counts
 * alike, however many examples it has.
 *
 * <p>Each class's count is a binomial of its own. The standard error adds up their variances: the
 * root of sum p(1 - p)/n, over the number of classes. It is zero where every class is all right or
 * all wrong, however few examples say so; the interval is not: it combines Wilson's interval of
 * each class by the recovery of variances (Zou, Huang and Zhang 2009, "A note on confidence
 * interval estimation for a linear function of binomial proportions", CSDA 53:1080-1085). Of one
 * class it is Wilson's.
 */
public final class MeanPerClass {
  private MeanPerClass() {}

  /** The mean alone, of at least one class; classes without examples are not among them. */
  public static double value(List<Tally> classes) {
    return classes.stream().mapToDouble(Tally::fraction).average().orElseThrow();
  }

  /** The mean with its error. */
  public static Score of(List<Tally> classes) {
    double value = value(classes);
    double variance = 0;
    double below = 0;
    double above = 0;
    for (Tally tally : classes) {
      double p = tally.fraction();
      var wilson = Wilson.interval95(tally.correct(), tally.n());
      variance += p * (1 - p) / tally.n();
      below += (p - wilson.low()) * (p - wilson.low());
      above += (wilson.high() - p) * (wilson.high() - p);
    }
    int k = classes.size();
    return new Score(
        Metric.MEAN_PER_CLASS,
        value,
        classes.stream().mapToLong(Tally::n).sum(),
        classes.stream().mapToLong(Tally::correct).sum(),
        Math.sqrt(variance) / k,
        new Interval(
            Math.clamp(value - Math.sqrt(below) / k, 0, value),
            Math.clamp(value + Math.sqrt(above) / k, value, 1)));
  }
}
