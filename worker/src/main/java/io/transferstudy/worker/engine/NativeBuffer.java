package io.transferstudy.worker.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.function.Consumer;

/** Memory outside the heap through which a network's input passes; grows to the largest batch. */
final class NativeBuffer implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private Arena arena = Arena.ofShared();
  private ByteBuffer memory = ByteBuffer.allocate(0);

  /** The values as a tensor that is valid until the next call. */
  PtNDArray floats(PtNDManager owner, FloatBuffer values, Shape shape) {
    int count = Math.toIntExact(shape.size());
    return floats(owner, shape, room -> room.put(0, values, values.position(), count));
  }

  /** Likewise a tensor whose values are written where they are needed. */
  PtNDArray floats(PtNDManager owner, Shape shape, Consumer<FloatBuffer> values) {
    int count = Math.toIntExact(shape.size());
    values.accept(room(count * (long) Float.BYTES).asFloatBuffer().limit(count));
    return tensor(owner, shape, DataType.FLOAT32);
  }

  /** Likewise for float64. */
  PtNDArray doubles(PtNDManager owner, double... values) {
    room(values.length * (long) Double.BYTES).asDoubleBuffer().put(values);
    return tensor(owner, new Shape(values.length), DataType.FLOAT64);
  }

  /** Likewise for the first {@code count} whole numbers. */
  PtNDArray longs(PtNDManager owner, long[] values, int count) {
    LongBuffer target = room(count * (long) Long.BYTES).asLongBuffer();
    target.put(values, 0, count);
    return tensor(owner, new Shape(count), DataType.INT64);
  }

  private PtNDArray tensor(PtNDManager owner, Shape shape, DataType type) {
    return JniUtils.createNdFromByteBuffer(
        owner, memory, shape, type, SparseFormat.DENSE, owner.getDevice());
  }

  @SuppressWarnings("MustBeClosedChecker") // the arena is a field: this object's close closes it
  private ByteBuffer room(long bytes) {
    if (memory.capacity() < bytes) {
      arena.close();
      arena = Arena.ofShared();
      memory = arena.allocate(bytes, ALIGNMENT).asByteBuffer().order(ByteOrder.nativeOrder());
    }
    return memory;
  }

  @Override
  public void close() {
    arena.close();
  }
}
