package io.transferstudy.study.findings;

import io.transferstudy.study.findings.Leaderboard.Ranked;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Source accuracy against transfer accuracy over the models of one setting, both as log-odds, as
 * Kornblith et al. 2019 plot them (Figure 2).
 */
public sealed interface Correlation {
  /** Below this many models there is no coefficient: two points always lie on a line. */
  int LEAST_MODELS = 3;

  /** The models that have a source accuracy and a place in the leaderboard. */
  List<Point> points();

  /**
   * One model.
   *
   * @param sourceLogOdds log-odds of its source accuracy
   * @param meanLogOdds mean log-odds of its transfer accuracy
   * @param standardError of the mean; null where it has none
   */
  record Point(
      String model, double sourceLogOdds, double meanLogOdds, @Nullable Double standardError) {}

  /** No coefficient, and why. */
  record NotEnough(List<Point> points, String reason) implements Correlation {}

  /**
   * @param pearson with its interval over models, null below four of them
   * @param spearman of the ranks, which no single far-off model can make
   * @param line least squares, in log-odds
   */
  record Measured(List<Point> points, Pearson pearson, double spearman, LeastSquares line)
      implements Correlation {
    /** What the interval of r says about the sign. */
    public Direction direction() {
      var interval = pearson.interval95();
      if (interval == null || interval.containsZero()) {
        return Direction.UNCLEAR;
      }
      return interval.low() > 0 ? Direction.BETTER : Direction.WORSE;
    }
  }

  /** How models that are better on the source transfer. */
  enum Direction {
    /** Better: the interval of r is above zero. */
    BETTER,
    /** Worse: it is below zero. */
    WORSE,
    /** It holds zero, or there are too few models for one. */
    UNCLEAR
  }

  static Correlation of(Leaderboard leaderboard, Map<String, SourceAccuracy> sources) {
    var points =
        leaderboard.ranked().stream()
            .flatMap(
                r -> Optional.ofNullable(sources.get(r.model())).map(s -> point(r, s)).stream())
            .toList();
    if (points.size() < LEAST_MODELS) {
      return new NotEnough(
          points,
          "%s: a correlation needs %d models with source and transfer accuracy, there are %d"
              .formatted(
                  leaderboard.complete() ? "too few models" : "not enough cells yet",
                  LEAST_MODELS,
                  points.size()));
    }
    double[] x = values(points, Point::sourceLogOdds);
    double[] y = values(points, Point::meanLogOdds);
    return Pearson.of(x, y)
        .<Correlation>map(pearson ->
            new Measured(
                points,
                pearson,
                Spearman.of(x, y).orElseThrow(),
                LeastSquares.of(x, y).orElseThrow()))
        .orElseGet(() ->
            new NotEnough(
                points, "no correlation: all models have the same source or transfer accuracy"));
  }

  private static Point point(Ranked ranked, SourceAccuracy source) {
    return new Point(
        ranked.model(), source.logOdds(), ranked.meanLogOdds(), ranked.standardError());
  }

  private static double[] values(List<Point> points, ToDoubleFunction<Point> value) {
    return points.stream().mapToDouble(value).toArray();
  }
}
