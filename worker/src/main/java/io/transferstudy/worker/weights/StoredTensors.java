package io.transferstudy.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * The tensors of an open file. Their shapes are known and their places checked; values are read
 * when they are asked for, so that a file costs no memory beyond its table of contents.
 */
sealed interface StoredTensors extends Closeable permits SafetensorsFile, TorchFile {

  /** Shape by name, in the order of the file. */
  Map<String, long[]> shapes();

  /**
   * One tensor as float32.
   *
   * @param name one of {@link #shapes()}
   * @throws WeightsException if its numbers are no floating ones, or it is damaged
   */
  Tensor read(String name) throws IOException;
}
