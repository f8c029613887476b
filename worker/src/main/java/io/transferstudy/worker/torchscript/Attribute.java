package io.transferstudy.worker.torchscript;

import io.transferstudy.worker.weights.Tensor;

/**
 * A tensor that a module carries.
 *
 * @param name any text; dots allowed
 * @param value shape and data, row-major
 * @param precision the stored number format
 * @param trained whether it takes gradients
 * @param channelsLast whether a four-dimensional tensor is stored with its channels innermost
 */
public record Attribute(
    String name, Tensor value, Precision precision, boolean trained, boolean channelsLast) {

  long[] strides() {
    long[] shape = value.shape();
    long[] strides = new long[shape.length];
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
    return channelsLast && value.shape().length == 4;
  }
}
