package io.transferstudy.operator.job;

import io.transferstudy.api.v1alpha1.ScoreStatus;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.work.MetricScore;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes scores of other metrics than top-1 into status and reads them back. */
final class ScoreRecords {
  private ScoreRecords() {}

  static @Nullable ScoreStatus write(@Nullable MetricScore score) {
    return score == null
        ? null
        : new ScoreStatus(score.value(), score.standardError(), score.low(), score.high());
  }

  /**
   * Whether the status has a score: one by another metric must never be taken for one by top-1, for
   * want of its numbers.
   */
  static boolean readable(TransferCellStatus status) {
    return top1(status) || read(status).isPresent();
  }

  /** The score by another metric than top-1, if it is there and is one. */
  static Optional<MetricScore> read(TransferCellStatus status) {
    ScoreStatus measured = status.measured();
    if (top1(status) || measured == null) {
      return Optional.empty();
    }
    return Arrays.stream(Metric.values())
        .filter(each -> each.code().equals(status.scoreKind()))
        .findFirst()
        .flatMap(metric -> score(metric, measured));
  }

  private static Optional<MetricScore> score(Metric metric, ScoreStatus measured) {
    Double value = measured.value();
    Double error = measured.standardError();
    Double low = measured.low();
    Double high = measured.high();
    if (value == null || error == null || low == null || high == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MetricScore(metric, value, error, low, high));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // somebody else wrote it
    }
  }

  private static boolean top1(TransferCellStatus status) {
    return status.scoreKind() == null || status.scoreKind().equals(Metric.TOP_1.code());
  }
}
