package io.transferstudy.worker.probe;

/**
 * What a classifier says about examples.
 *
 * @param classes number of classes
 * @param predicted the class of the largest logit, the first of equal ones, by example
 * @param logits row-major, examples x classes
 */
@SuppressWarnings("ArrayRecordComponent") // predictions are never compared
public record Predictions(int classes, int[] predicted, float[] logits) {

  /** The classes that the logits say. */
  static Predictions of(int classes, double[] logits) {
    int n = logits.length / classes;
    int[] predicted = new int[n];
    float[] rounded = new float[logits.length];
    for (int i = 0; i < n; i++) {
      int best = 0;
      for (int k = 0; k < classes; k++) {
        double logit = logits[i * classes + k];
        rounded[i * classes + k] = (float) logit;
        best = logit > logits[i * classes + best] ? k : best;
      }
      predicted[i] = best;
    }
    return new Predictions(classes, predicted, rounded);
  }

  /** How many of the predictions are the labels. */
  public int correct(int[] labels) {
    if (labels.length != predicted.length) {
      throw new IllegalArgumentException(
          predicted.length + " predictions, but " + labels.length + " labels");
    }
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      correct += predicted[i] == labels[i] ? 1 : 0;
    }
    return correct;
  }
}
