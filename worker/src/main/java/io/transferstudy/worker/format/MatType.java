package io.transferstudy.worker.format;

import java.nio.ByteBuffer;
import java.util.Optional;

/** How numbers are stored in a MATLAB file, by their codes there. */
enum MatType {
  INT8(1, 1, (from, at) -> from.get(at)),
  UINT8(2, 1, (from, at) -> from.get(at) & 0xFF),
  INT16(3, 2, (from, at) -> from.getShort(at)),
  UINT16(4, 2, (from, at) -> from.getShort(at) & 0xFFFF),
  INT32(5, 4, (from, at) -> from.getInt(at)),
  UINT32(6, 4, (from, at) -> Integer.toUnsignedLong(from.getInt(at))),
  SINGLE(7, 4, (from, at) -> from.getFloat(at)),
  DOUBLE(9, 8, (from, at) -> from.getDouble(at));

  /** Takes a number out of a buffer. */
  @FunctionalInterface
  private interface Reader {
    double get(ByteBuffer from, int at);
  }

  private final int code;
  private final int bytes;
  private final Reader reader;

  MatType(int code, int bytes, Reader reader) {
    this.code = code;
    this.bytes = bytes;
    this.reader = reader;
  }

  static Optional<MatType> of(int code) {
    for (MatType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Of one number. */
  int bytes() {
    return bytes;
  }

  /** The number that lies there. */
  double get(ByteBuffer from, int at) {
    return reader.get(from, at);
  }
}
