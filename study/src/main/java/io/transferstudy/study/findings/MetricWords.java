package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Metric;

/** What scores of a study are called together. */
public final class MetricWords {
  private MetricWords() {}

  /** {@code accuracy}; {@code score} where some data set's is none. */
  public static String noun(Grid grid) {
    return grid.datasets().stream()
            .map(Dataset::scoredBy)
            .anyMatch(metric -> metric == Metric.ELEVEN_POINT_MAP)
        ? "score"
        : "accuracy";
  }
}
