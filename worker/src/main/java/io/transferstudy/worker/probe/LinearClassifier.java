package io.transferstudy.worker.probe;

/**
 * Class scores x'W + b of a feature vector x.
 *
 * @param d features
 * @param classes classes
 * @param weights W, row-major, d x classes
 * @param bias b, in one regression of all classes summing to zero; negative infinity for a class
 *     without training examples (the optimum of an unpenalised bias: such a class is never
 *     predicted), positive for one that all of them show
 */
@SuppressWarnings("ArrayRecordComponent") // classifiers are never compared
public record LinearClassifier(int d, int classes, double[] weights, double[] bias) {
  public LinearClassifier {
    if (weights.length != d * classes || bias.length != classes) {
      throw new IllegalArgumentException(
          "%d x %d weights expected, got %d and %d biases"
              .formatted(d, classes, weights.length, bias.length));
    }
  }
}
