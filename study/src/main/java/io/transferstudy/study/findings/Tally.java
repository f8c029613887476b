package io.transferstudy.study.findings;

/**
 * How many of some test examples are right.
 *
 * @param correct examples classified correctly
 * @param n examples, at least 1
 */
public record Tally(long correct, long n) {
  public Tally {
    if (n < 1 || correct < 0 || correct > n) {
      throw new IllegalArgumentException(
          "a tally needs 0 <= correct <= n and n >= 1, got %d of %d".formatted(correct, n));
    }
  }

  double fraction() {
    return (double) correct / n;
  }
}
