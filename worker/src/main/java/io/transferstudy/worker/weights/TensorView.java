package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Storage;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor as a view into a storage: several may share one, and their values may lie in any order.
 * Nothing is believed before {@link #checked}.
 *
 * @param storage where the numbers are
 * @param offset of the first value, in numbers
 * @param shape the size of each dimension
 * @param strides how many numbers lie from one index of a dimension to the next
 */
@SuppressWarnings("ArrayRecordComponent") // views are never compared
record TensorView(Storage storage, long offset, long[] shape, long[] strides)
    implements PickleValue {

  /**
   * This view, which lies in its storage.
   *
   * @param name for messages
   * @throws WeightsException if it does not, or has more values than its storage
   */
  TensorView checked(String name) {
    int count = Shapes.count(name, shape);
    // Without the last condition strides of 0 could make gigabytes of one number.
    if (!isInside(count) || storage.count() < 0 || count > storage.count()) {
      throw outside(name);
    }
    return this;
  }

  /**
   * Looks whether every value lies in the storage; one may be there for many.
   *
   * @param name for messages
   * @throws WeightsException if not
   */
  void requireInside(String name) {
    if (!isInside(Shapes.count(name, shape))) {
      throw outside(name);
    }
  }

  private boolean isInside(int count) {
    return strides.length == shape.length
        && offset >= 0
        && Arrays.stream(strides).allMatch(stride -> stride >= 0)
        && (count == 0 || endsInside());
  }

  private WeightsException outside(String name) {
    return new WeightsException(
        "%s of shape %s, strides %s and offset %d does not lie in its storage of %d numbers"
            .formatted(
                Shown.name(name),
                Arrays.toString(shape),
                Arrays.toString(strides),
                offset,
                storage.count()));
  }

  private boolean endsInside() {
    try {
      return Math.addExact(offset, span()) <= storage.count();
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** From the first value to the last, in numbers; 0 if there are none. */
  long span() {
    long last = 0;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 0) {
        return 0;
      }
      last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
    }
    return last + 1;
  }

  /** Whether the values lie in the storage as they are wanted: row-major, one after another. */
  boolean isRowMajor() {
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != stride) {
        return false;
      }
      stride *= shape[i];
    }
    return true;
  }

  /**
   * Writes the values in row-major order.
   *
   * @param storage the numbers from the first value to the last
   */
  void gather(float[] storage, FloatBuffer out) {
    var index = new long[shape.length];
    long position = 0;
    for (long left = Tensor.count(shape); left > 0; left--) {
      out.put(storage[(int) position]);
      position = next(index, position);
    }
  }

  /** Moves the index to the next value and says where it is. */
  private long next(long[] index, long position) {
    long at = position;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (++index[i] < shape[i]) {
        return at + strides[i];
      }
      at -= (shape[i] - 1) * strides[i];
      index[i] = 0;
    }
    return at;
  }
}
