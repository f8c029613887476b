package io.transferstudy.worker.train;

/**
 * A network's or classifier's answers on a set of examples, in the set's order.
 *
 * @param labels the true classes
 * @param predicted the classes with the largest logit; of equal ones the first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Predictions(int[] labels, int[] predicted) {
  public Predictions {
    if (labels.length != predicted.length || labels.length == 0) {
      throw new IllegalArgumentException(
          labels.length + " labels, " + predicted.length + " predictions");
    }
  }

  /** How many are right. */
  public int correct() {
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      correct += labels[i] == predicted[i] ? 1 : 0;
    }
    return correct;
  }

  /** How many there are. */
  public int total() {
    return labels.length;
  }

  /** The fraction that is right. */
  public double accuracy() {
    return (double) correct() / total();
  }

  /** The index of the largest of {@code count} numbers from {@code offset} on. */
  public static int argMax(float[] values, int offset, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      if (values[offset + k] > values[offset + best]) {
        best = k;
      }
    }
    return best;
  }
}
