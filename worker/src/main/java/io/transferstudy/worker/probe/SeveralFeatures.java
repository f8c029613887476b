package io.transferstudy.worker.probe;

import io.transferstudy.study.findings.AveragePrecision.Truth;

/**
 * One row of features per example, and what each example is to each class. The array is not copied.
 *
 * @param n examples, at least 1
 * @param d features of an example, at least 1
 * @param classes how many there are
 * @param features row-major, n x d, all finite
 * @param truths what an example is to a class
 */
@SuppressWarnings("ArrayRecordComponent") // features are never compared
public record SeveralFeatures(int n, int d, int classes, float[] features, Truths truths) {
  public SeveralFeatures {
    if (n < 1 || d < 1 || classes < 1 || features.length != Math.multiplyExact(n, d)) {
      throw new IllegalArgumentException(
          "%d x %d features expected for %d classes, got %d values"
              .formatted(n, d, classes, features.length));
    }
  }

  /** What an example is to a class, both by number. */
  @FunctionalInterface
  public interface Truths {
    Truth of(int example, int label);
  }
}
