package io.transferstudy.study.findings;

import java.util.List;
import java.util.Optional;

/**
 * A model's score on one data set in one setting, over the seeds that have finished.
 *
 * @param value mean of the scores over seeds, a fraction
 * @param logOdds mean over seeds of the log-odds
 * @param interval of one seed its own 95 % interval, of several the range from the lowest to the
 *     highest
 * @param seeds how many have finished, at least 1
 */
public record SeedMean(double value, double logOdds, Interval interval, int seeds) {
  /** The mean over the cells of one model, data set and setting; empty if none has finished. */
  static Optional<SeedMean> of(List<ScoredCell> seeds) {
    if (seeds.isEmpty()) {
      return Optional.empty();
    }
    var scores = seeds.stream().map(ScoredCell::score).toList();
    var values = scores.stream().mapToDouble(Score::value).summaryStatistics();
    double logOdds = scores.stream().mapToDouble(Score::logOdds).average().orElseThrow();
    var interval =
        scores.size() == 1
            ? scores.getFirst().interval95()
            : new Interval(values.getMin(), values.getMax());
    return Optional.of(new SeedMean(values.getAverage(), logOdds, interval, scores.size()));
  }
}
