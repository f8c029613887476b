package io.transferstudy.study.findings;

import java.util.Optional;

/**
 * The straight line with the smallest sum of squared vertical distances (ordinary least squares).
 *
 * @param slope its rise per unit of x
 * @param intercept its height at x = 0
 */
public record LeastSquares(double slope, double intercept) {
  /** The line through the points; empty where x does not vary. */
  public static Optional<LeastSquares> of(double[] x, double[] y) {
    if (x.length == 0 || Moments.constant(x)) {
      return Optional.empty();
    }
    var moments = Moments.of(x, y);
    double slope = moments.xy() / moments.xx();
    return Optional.of(new LeastSquares(slope, moments.meanY() - slope * moments.meanX()));
  }

  /** The line's height at {@code x}. */
  public double at(double x) {
    return intercept + slope * x;
  }
}
