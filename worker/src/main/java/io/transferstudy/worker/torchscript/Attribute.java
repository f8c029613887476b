package io.transferstudy.worker.torchscript;

import io.transferstudy.worker.weights.Tensor;
import java.util.Arrays;

/**
 * A tensor that a module carries.
 *
 * @param name any text; dots allowed
 * @param shape the size of each dimension
 * @param data the values, row-major; or one for all of them, which is stored once
 * @param precision the stored number format
 * @param trained whether it takes gradients
 * @param channelsLast whether a four-dimensional tensor is stored with its channels innermost
 */
@SuppressWarnings("ArrayRecordComponent") // attributes are never compared
public record Attribute(
    String name,
    long[] shape,
    float[] data,
    Precision precision,
    boolean trained,
    boolean channelsLast) {

  public Attribute {
    if (data.length != 1 && data.length != Tensor.count(shape)) {
      throw new IllegalArgumentException(
          name + ": " + data.length + " values do not fill " + Arrays.toString(shape));
    }
  }

  /** A tensor with its values. */
  public Attribute(
      String name, Tensor value, Precision precision, boolean trained, boolean channelsLast) {
    this(name, value.shape(), value.data(), precision, trained, channelsLast);
  }

  /** Zeros that take no room: whoever wants to write there gives them memory first. */
  static Attribute placeholder(String name, long[] shape, Precision precision, boolean trained) {
    return new Attribute(name, shape, new float[1], precision, trained, false);
  }

  long[] strides() {
    long[] strides = new long[shape.length];
    if (data.length == 1) {
      return strides; // every index leads to the one value
    }
    if (permuted()) {
      return new long[] {shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]};
    }
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  boolean permuted() {
    return channelsLast && shape.length == 4 && data.length > 1;
  }
}
