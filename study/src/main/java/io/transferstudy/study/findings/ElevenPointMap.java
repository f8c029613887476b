package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Metric;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * The mean over classes of {@link AveragePrecision}; classes that no example shows have none and
 * are left out.
 *
 * <p>Its standard error is a bootstrap's over images (Efron and Tibshirani 1993, chapter 6): an
 * image carries the labels of all classes, so that whole images are drawn again. Of the interval's
 * usual forms the percentiles are of no use here, because images that are drawn twice move average
 * precisions up; it is normal in log-odds, value and standard error carried over by the delta
 * method, and so stays within 0 and 1. Where all or nothing is right, no drawing varies: the
 * interval is Wilson's of as many images then.
 */
public final class ElevenPointMap {
  private static final long SEED = 2007;
  private static final int MOST_DRAWINGS = 1_000;
  private static final int LEAST_DRAWINGS = 100;

  /** Bounds the time, a second or two. */
  private static final long MOST_STEPS = 400_000_000;

  /** 97.5 % of the standard normal distribution lie below it. */
  private static final double NORMAL = 1.959963984540054;

  private ElevenPointMap() {}

  /** The mean alone; 0 if no class has an example. */
  public static double value(List<AveragePrecision> classes) {
    return mean(classes, _ -> 1);
  }

  /**
   * The mean with its error; the same for the same scores.
   *
   * @param n examples
   * @param correct examples whose most likely class is one that they show
   */
  public static Score of(List<AveragePrecision> classes, int n, int correct) {
    double value = value(classes);
    double error = standardError(classes, n);
    return new Score(
        Metric.ELEVEN_POINT_MAP, value, n, correct, error, interval95(value, error, n));
  }

  private static Interval interval95(double value, double error, int n) {
    if (value <= 0 || value >= 1) {
      var wilson = Wilson.interval95(value <= 0 ? 0 : n, n);
      return new Interval(Math.min(value, wilson.low()), Math.max(value, wilson.high()));
    }
    double half = NORMAL * error / (value * (1 - value));
    double logOdds = LogOdds.of(value);
    return new Interval(
        Math.min(value, LogOdds.toFraction(logOdds - half)),
        Math.max(value, LogOdds.toFraction(logOdds + half)));
  }

  private static double standardError(List<AveragePrecision> classes, int n) {
    long steps = Math.max(1, (long) n * classes.size());
    int drawings = (int) Math.clamp(MOST_STEPS / steps, LEAST_DRAWINGS, MOST_DRAWINGS);
    var random = new SplittableRandom(SEED);
    double sum = 0;
    double squares = 0;
    for (int drawing = 0; drawing < drawings; drawing++) {
      var times = new int[n];
      for (int i = 0; i < n; i++) {
        times[random.nextInt(n)]++;
      }
      double value = mean(classes, example -> times[example]);
      sum += value;
      squares += value * value;
    }
    double mean = sum / drawings;
    return Math.sqrt(Math.max(0, squares / drawings - mean * mean) * drawings / (drawings - 1));
  }

  private static double mean(List<AveragePrecision> classes, AveragePrecision.Times times) {
    return classes.stream()
        .map(each -> each.value(times))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average()
        .orElse(0);
  }
}
