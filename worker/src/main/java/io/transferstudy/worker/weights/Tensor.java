package io.transferstudy.worker.weights;

import java.util.Arrays;

/**
 * A float32 tensor as a Java value, row-major. The arrays are not copied: whoever makes a tensor
 * leaves them alone afterwards. Two tensors are equal when shape and every bit are.
 *
 * @param shape the size of each dimension; empty for a scalar
 * @param data the values, as many as the product of the shape
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record Tensor(long[] shape, float[] data) {
  public Tensor {
    if (count(shape) != data.length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + data.length + " values");
    }
  }

  /** A tensor of the shape with every value the same. */
  public static Tensor filled(float value, long... shape) {
    float[] data = new float[Math.toIntExact(count(shape))];
    Arrays.fill(data, value);
    return new Tensor(shape, data);
  }

  /** The number of values in a shape; an {@link ArithmeticException} when it overflows. */
  public static long count(long... shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor(long[] otherShape, float[] otherData)
        && Arrays.equals(shape, otherShape)
        && Arrays.equals(data, otherData);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
