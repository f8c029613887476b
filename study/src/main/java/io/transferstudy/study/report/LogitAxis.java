package io.transferstudy.study.report;

import io.transferstudy.study.findings.LogOdds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An axis that is linear in log-odds and labelled in percent.
 *
 * @param low log-odds at its start
 * @param high log-odds at its end, above {@code low}
 * @param ticks log-odds of the labelled marks, ascending
 */
record LogitAxis(double low, double high, List<Tick> ticks) {
  /** Percentages for wide axes; narrow ones are divided evenly, by the first step that fits. */
  private static final double[][] ROUND = {
    {0.1, 1, 10, 50, 90, 99, 99.9},
    {1, 5, 20, 50, 80, 95, 99},
    {2, 10, 30, 50, 70, 90, 98},
    {10, 20, 30, 50, 70, 80, 90},
    {20, 40, 60, 80},
  };

  private static final double[] STEPS = {0.1, 0.2, 0.5, 1, 2, 5, 10};

  /** A mark at log-odds, and its label in percent. */
  record Tick(double logOdds, String label) {}

  /**
   * An axis around values with a little room, and as many round percentages as fit.
   *
   * @param gap least distance between two labels, as a fraction of the axis
   */
  static LogitAxis around(DoubleStream values, double gap) {
    var range = values.summaryStatistics();
    if (range.getCount() == 0) {
      return axis(-1, 1, gap);
    }
    double room = Math.max(0.08 * (range.getMax() - range.getMin()), 0.05);
    return axis(range.getMin() - room, range.getMax() + room, gap);
  }

  private static LogitAxis axis(double low, double high, double gap) {
    var even =
        Arrays.stream(STEPS)
            .mapToObj(step -> DoubleStream.iterate(step, p -> p < 100 - step / 2, p -> p + step));
    var ticks =
        Stream.concat(even, Arrays.stream(ROUND).map(Arrays::stream))
            .map(percents -> within(percents, low, high))
            .filter(candidate -> apart(candidate, gap * (high - low)))
            .max(Comparator.comparing(List::size))
            .orElse(List.of());
    return new LogitAxis(low, high, ticks);
  }

  private static List<Tick> within(DoubleStream percents, double low, double high) {
    return percents
        .mapToObj(percent -> new Tick(LogOdds.of(percent / 100), label(percent)))
        .filter(tick -> tick.logOdds() >= low && tick.logOdds() <= high)
        .toList();
  }

  private static boolean apart(List<Tick> ticks, double least) {
    return IntStream.range(1, ticks.size())
        .allMatch(i -> ticks.get(i).logOdds() - ticks.get(i - 1).logOdds() >= least);
  }

  private static String label(double percent) {
    return String.format(
        Locale.ROOT, percent % 1 < 1e-9 || percent % 1 > 1 - 1e-9 ? "%.0f %%" : "%.1f %%", percent);
  }

  /** Where log-odds lie on the axis, 0 at its start and 1 at its end. */
  double position(double logOdds) {
    return (logOdds - low) / (high - low);
  }
}
