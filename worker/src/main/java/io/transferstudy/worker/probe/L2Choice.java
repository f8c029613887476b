package io.transferstudy.worker.probe;

import java.util.Comparator;
import java.util.List;

/**
 * The outcome of a search over lambda.
 *
 * @param candidates from the largest lambda to the smallest, at least one
 */
public record L2Choice(List<L2Candidate> candidates) {
  public L2Choice {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("nothing to choose from: no lambda was tried");
    }
  }

  /**
   * The candidate with the highest score; among equal ones the largest lambda, the simplest model.
   */
  public L2Candidate best() {
    return candidates.stream()
        .max(
            Comparator.comparingDouble(L2Candidate::score).thenComparingDouble(L2Candidate::lambda))
        .orElseThrow();
  }
}
