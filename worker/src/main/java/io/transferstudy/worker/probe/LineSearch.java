package io.transferstudy.worker.probe;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds a step along a descent direction of a convex function from slopes alone: values lose their
 * digits near the optimum, slopes do not.
 */
final class LineSearch {
  /** Accepted when the slope has fallen to this share of the first; little is gained below. */
  private static final double ENOUGH = 0.3;

  private static final int TRIALS = 12;

  private LineSearch() {}

  /**
   * @param slope the derivative along the direction; the last argument given is the step returned
   * @param first the slope at 0, negative
   * @return the step, or empty if no trial's slope was at least a little better than the first
   */
  static OptionalDouble step(DoubleUnaryOperator slope, double first) {
    double low = 0;
    double lowSlope = first;
    double high = Double.POSITIVE_INFINITY;
    double highSlope = Double.NaN;
    double t = 1;
    for (int trial = 1; ; trial++) {
      double here = slope.applyAsDouble(t);
      if (Math.abs(here) <= -ENOUGH * first || (trial >= TRIALS && Math.abs(here) < -first)) {
        return OptionalDouble.of(t);
      }
      if (trial >= TRIALS) {
        return OptionalDouble.empty();
      }
      double previous = low;
      double previousSlope = lowSlope;
      if (here < 0) {
        low = t;
        lowSlope = here;
      } else { // past the minimum, or so far that the numbers overflowed
        high = t;
        highSlope = here;
      }
      if (high < Double.POSITIVE_INFINITY) {
        double secant = low - lowSlope * (high - low) / (highSlope - lowSlope);
        t = secant > low && secant < high ? secant : 0.5 * (low + high);
      } else {
        double secant = low - lowSlope * (low - previous) / (lowSlope - previousSlope);
        // A slope that does not rise has no secant: go as far as allowed.
        t = lowSlope > previousSlope ? Math.clamp(secant, 1.1 * low, 4 * low) : 4 * low;
      }
    }
  }
}
