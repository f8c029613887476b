package io.transferstudy.study.findings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much higher one setting scores than another, over models and data sets that have finished in
 * both.
 *
 * @param difference first less second, a fraction: mean over models, then over data sets
 * @param interval95 of the difference, by Student's t over data sets; null where one data set or
 *     equal differences leave it undefined
 * @param datasets how many data sets
 * @param pairs how many (model, data set) pairs
 * @param atLeastAsGood in how many of them the first setting is at least as good
 */
public record SettingGap(
    double difference, @Nullable Interval interval95, int datasets, int pairs, int atLeastAsGood) {

  /** Whether the data show which setting is better: the interval leaves out zero. */
  public boolean clear() {
    return interval95 != null && !interval95.containsZero();
  }

  private record Pair(double first, double second) {}

  /** The gap between two settings' tables; empty while no pair has finished in both. */
  static Optional<SettingGap> of(ScoreTable first, ScoreTable second) {
    List<List<Pair>> columns =
        first.datasets().stream()
            .map(dataset -> pairs(first, second, dataset))
            .filter(pairs -> !pairs.isEmpty())
            .toList();
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    double[] a = means(columns, true);
    double[] b = means(columns, false);
    var all = columns.stream().flatMap(List::stream).toList();
    return Optional.of(
        new SettingGap(
            Arrays.stream(a).average().orElseThrow() - Arrays.stream(b).average().orElseThrow(),
            PairedT.of(a, b).map(PairedT::interval95).orElse(null),
            columns.size(),
            all.size(),
            (int) all.stream().filter(pair -> pair.first() >= pair.second()).count()));
  }

  private static List<Pair> pairs(ScoreTable first, ScoreTable second, String dataset) {
    return first.models().stream()
        .flatMap(model ->
            first
                .complete(model, dataset)
                .flatMap(
                    a -> second.complete(model, dataset).map(b -> new Pair(a.value(), b.value())))
                .stream())
        .toList();
  }

  private static double[] means(List<List<Pair>> columns, boolean first) {
    return columns.stream()
        .mapToDouble(pairs ->
            pairs.stream()
                .mapToDouble(pair -> first ? pair.first() : pair.second())
                .average()
                .orElseThrow())
        .toArray();
  }
}
