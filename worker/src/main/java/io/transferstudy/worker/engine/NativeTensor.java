package io.transferstudy.worker.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * A tensor in libtorch's memory that lives until closed, or until the {@link TensorProgram} that
 * made it is.
 */
public final class NativeTensor implements AutoCloseable {
  private final PtNDArray array;

  NativeTensor(PtNDArray array) {
    this.array = array;
  }

  /** The size of each dimension; empty for a scalar. */
  public long[] shape() {
    return array.getShape().getShape();
  }

  /** The number of values. */
  public long size() {
    return array.size();
  }

  /** Whether the values are float64. */
  public boolean isDouble() {
    return array.getDataType() == DataType.FLOAT64;
  }

  /**
   * The values, row-major. On the CPU a contiguous tensor's own memory, not a copy: reads see what
   * operations write, writes are seen by operations, and neither is checked after closing.
   *
   * @throws IllegalStateException if the values are not float32
   */
  public FloatBuffer floats() {
    require(DataType.FLOAT32);
    return bytes().asFloatBuffer();
  }

  /**
   * As {@link #floats}, for float64.
   *
   * @throws IllegalStateException if the values are not float64
   */
  public DoubleBuffer doubles() {
    require(DataType.FLOAT64);
    return bytes().asDoubleBuffer();
  }

  private ByteBuffer bytes() {
    return array.toByteBuffer(true);
  }

  private void require(DataType type) {
    if (array.getDataType() != type) {
      throw new IllegalStateException("expected " + type + " values, got " + array.getDataType());
    }
  }

  PtNDArray array() {
    return array;
  }

  @Override
  public void close() {
    array.close();
  }
}
