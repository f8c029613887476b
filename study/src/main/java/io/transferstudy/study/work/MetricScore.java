package io.transferstudy.study.work;

import io.transferstudy.study.grid.Metric;

/**
 * A score on test images, measured by another metric than top-1.
 *
 * @param value a fraction, 0 to 1
 * @param standardError of the value, for the chance of drawing other test images
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 */
public record MetricScore(
    Metric metric, double value, double standardError, double low, double high) {
  public MetricScore {
    if (!(0 <= low && low <= value && value <= high && high <= 1 && standardError >= 0)) {
      throw new IllegalArgumentException(
          "no score: %s in [%s, %s], standard error %s".formatted(value, low, high, standardError));
    }
  }
}
