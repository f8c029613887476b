package io.transferstudy.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The storages of an open file of torch.save, by their keys. */
interface Storages extends Closeable {

  /** Takes what is read, little-endian, piece by piece; a piece is valid during the call. */
  @FunctionalInterface
  interface Sink {
    void take(ByteBuffer piece);
  }

  /** The size of a storage in bytes; -1 if there is none of that key. */
  long storageBytes(String key);

  /**
   * Reads a part of a storage, which exists and holds it.
   *
   * @param from first byte
   * @param length in bytes, whole numbers
   * @throws WeightsException if it is damaged; some of it may have been taken
   */
  void read(String key, long from, long length, Sink sink) throws IOException;
}
