package io.transferstudy.worker.probe;

import java.util.SplittableRandom;

/** Seeded classification problems with overlapping classes. */
final class RandomProblem {
  private RandomProblem() {}

  /** Labels go round the classes, class c being absent if {@code c == absent}. */
  static LabelledFeatures of(int n, int d, int classes, int absent, long seed) {
    var random = new SplittableRandom(seed);
    double[][] centres = new double[classes][d];
    for (double[] centre : centres) {
      for (int j = 0; j < d; j++) {
        centre[j] = random.nextGaussian() / Math.sqrt(1 + j);
      }
    }
    float[] features = new float[n * d];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes == absent ? (i + 1) % classes : i % classes;
      for (int j = 0; j < d; j++) {
        double scale = 1 / Math.sqrt(1 + j);
        features[i * d + j] =
            (float) (3 + centres[labels[i]][j] + 1.5 * scale * random.nextGaussian());
      }
    }
    return new LabelledFeatures(n, d, classes, features, labels);
  }

  static LabelledFeatures of(int n, int d, int classes, long seed) {
    return of(n, d, classes, -1, seed);
  }
}
