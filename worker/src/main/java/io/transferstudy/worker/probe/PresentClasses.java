package io.transferstudy.worker.probe;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The classes that have examples. Only they take part: the infimum for a class without any is the
 * bias minus infinity with zero weights, which no descent reaches.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PresentClasses(int classes, int[] numbers) {

  static PresentClasses of(LabelledFeatures data) {
    int[] numbers =
        IntStream.range(0, data.classes())
            .filter(k -> Arrays.stream(data.labels()).anyMatch(label -> label == k))
            .toArray();
    return new PresentClasses(data.classes(), numbers);
  }

  int count() {
    return numbers.length;
  }

  int[] compact(int[] labels) {
    return Arrays.stream(labels).map(label -> Arrays.binarySearch(numbers, label)).toArray();
  }

  LinearClassifier expand(int d, double[] weights, double[] bias) {
    double[] all = new double[d * classes];
    double[] biases = new double[classes];
    Arrays.fill(biases, Double.NEGATIVE_INFINITY);
    for (int j = 0; j < numbers.length; j++) {
      biases[numbers[j]] = bias[j];
      for (int i = 0; i < d; i++) {
        all[i * classes + numbers[j]] = weights[i * numbers.length + j];
      }
    }
    return new LinearClassifier(d, classes, all, biases);
  }
}
