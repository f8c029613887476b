package io.transferstudy.worker.weights;

import java.util.Arrays;

/** Sizes that a file claims, before they are believed. */
final class Shapes {
  /** What a Java array can hold. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** More than any tensor of a network has. */
  static final int MOST_DIMENSIONS = 16;

  private Shapes() {}

  /**
   * The number of values in a shape.
   *
   * @throws WeightsException if a size is negative or the number too large for an array
   */
  static int count(String tensor, long[] shape) {
    try {
      if (Arrays.stream(shape).allMatch(size -> size >= 0)) {
        long count = Tensor.count(shape);
        if (count <= LARGEST_ARRAY) {
          return (int) count;
        }
      }
    } catch (ArithmeticException e) {
      // Falls through: too large even for a long.
    }
    throw new WeightsException(
        "%s cannot have the shape %s".formatted(Shown.name(tensor), Arrays.toString(shape)));
  }

  /**
   * A length in bytes as an array takes it.
   *
   * @throws WeightsException if it is too large
   */
  static int bytes(String tensor, long length) {
    if (length < 0 || length > LARGEST_ARRAY) {
      throw new WeightsException(Shown.name(tensor) + " is larger than 2 GiB");
    }
    return (int) length;
  }
}
