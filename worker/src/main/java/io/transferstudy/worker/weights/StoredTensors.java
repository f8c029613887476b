package io.transferstudy.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * The tensors of an open file. Their shapes are known and their places checked; values are read
 * when they are asked for, so that a file costs no memory beyond its table of contents.
 */
sealed interface StoredTensors extends Closeable permits SafetensorsFile, TorchFile {

  /** Shape by name, in the order of the file. */
  Map<String, long[]> shapes();

  /**
   * Writes one tensor's values as float32, row-major.
   *
   * @param name one of {@link #shapes()}
   * @param out filled from its position on; has room for them
   * @throws WeightsException if its numbers are no floating ones, or it is damaged
   */
  void read(String name, FloatBuffer out) throws IOException;

  /** The same as a tensor of the shape that {@link #shapes()} tells. */
  default Tensor read(String name, long[] shape) throws IOException {
    var data = new float[Shapes.count(name, shape)];
    read(name, FloatBuffer.wrap(data));
    return new Tensor(shape, data);
  }
}
