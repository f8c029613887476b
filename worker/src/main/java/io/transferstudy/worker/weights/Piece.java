package io.transferstudy.worker.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The room through which a file is read, little-endian; used again for every tensor. */
final class Piece {
  /** Whole numbers of every format. */
  private static final int MOST = 1 << 18;

  private ByteBuffer room = ByteBuffer.allocate(0);

  /** Empty room for the next of what is left, as far as it goes. */
  ByteBuffer of(long left) {
    int length = (int) Math.clamp(left, 0, MOST);
    if (room.capacity() < length) {
      room = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
    return room.clear().limit(length);
  }
}
