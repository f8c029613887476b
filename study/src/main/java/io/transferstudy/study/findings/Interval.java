package io.transferstudy.study.findings;

/**
 * A closed interval of a number, both ends included.
 *
 * @param low its lower end
 * @param high its upper end, not below {@code low}
 */
public record Interval(double low, double high) {
  /** The confidence level of every interval in a study's findings. */
  public static final double LEVEL = 0.95;

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("an interval from " + low + " to " + high + " is empty");
    }
  }

  /** Whether zero lies inside: if so, the data do not show which sign the number has. */
  public boolean containsZero() {
    return low <= 0 && high >= 0;
  }
}
