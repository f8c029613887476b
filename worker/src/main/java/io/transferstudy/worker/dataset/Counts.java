package io.transferstudy.worker.dataset;

/**
 * Images of a data set.
 *
 * @param train without those of {@code validation}
 * @param validation the data set's own; 0 if they are held out of the training images
 * @param test images
 */
public record Counts(int train, int validation, int test) {
  static Counts of(Parts parts) {
    return new Counts(parts.train().size(), parts.validation().size(), parts.test().size());
  }
}
