package io.transferstudy.worker.probe;

import java.util.Arrays;

/**
 * One row of features and one label per example. The arrays are not copied: whoever makes this
 * value leaves them alone afterwards.
 *
 * @param n examples, at least 1
 * @param d features of an example, at least 1
 * @param classes how many classes there are, whether or not all of them occur
 * @param features row-major, n x d, all finite
 * @param labels n of them, in [0, classes)
 */
@SuppressWarnings("ArrayRecordComponent") // features are never compared
public record LabelledFeatures(int n, int d, int classes, float[] features, int[] labels) {
  public LabelledFeatures {
    if (n < 1 || d < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "features need at least one example, one feature and one class, got %d x %d, %d classes"
              .formatted(n, d, classes));
    }
    if (features.length != Math.multiplyExact(n, d) || labels.length != n) {
      throw new IllegalArgumentException(
          "%d x %d features and %d labels expected, got %d values and %d labels"
              .formatted(n, d, n, features.length, labels.length));
    }
    for (int i = 0; i < n; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label of example %d is %d; expected 0 to %d".formatted(i, labels[i], classes - 1));
      }
    }
    for (int i = 0; i < features.length; i++) {
      if (!Float.isFinite(features[i])) {
        throw new IllegalArgumentException(
            "feature %d of example %d is %s: the network's output on that image is not finite;"
                    .formatted(i % d, i / d, features[i])
                + " check its weights and preprocessing");
      }
    }
  }

  /** These examples followed by those. */
  public LabelledFeatures and(LabelledFeatures more) {
    if (more.d != d || more.classes != classes) {
      throw new IllegalArgumentException(
          "cannot join %d features, %d classes with %d features, %d classes"
              .formatted(d, classes, more.d, more.classes));
    }
    float[] all = Arrays.copyOf(features, Math.addExact(features.length, more.features.length));
    System.arraycopy(more.features, 0, all, features.length, more.features.length);
    int[] allLabels = Arrays.copyOf(labels, n + more.n);
    System.arraycopy(more.labels, 0, allLabels, n, more.n);
    return new LabelledFeatures(n + more.n, d, classes, all, allLabels);
  }
}
