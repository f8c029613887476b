package io.transferstudy.worker.format;

import java.nio.ByteBuffer;
import java.util.Optional;

/** How numbers are stored in a MATLAB file, by their codes there. */
enum MatType {
  INT8(1, 1) {
    @Override
    double get(ByteBuffer from, int at) {
      return from.get(at);
    }
  },
  UINT8(2, 1) {
    @Override
    double get(ByteBuffer from, int at) {
      return from.get(at) & 0xFF;
    }
  },
  INT16(3, 2) {
    @Override
    double get(ByteBuffer from, int at) {
      return from.getShort(at);
    }
  },
  UINT16(4, 2) {
    @Override
    double get(ByteBuffer from, int at) {
      return from.getShort(at) & 0xFFFF;
    }
  },
  INT32(5, 4) {
    @Override
    double get(ByteBuffer from, int at) {
      return from.getInt(at);
    }
  },
  UINT32(6, 4) {
    @Override
    double get(ByteBuffer from, int at) {
      return Integer.toUnsignedLong(from.getInt(at));
    }
  },
  SINGLE(7, 4) {
    @Override
    double get(ByteBuffer from, int at) {
      return from.getFloat(at);
    }
  },
  DOUBLE(9, 8) {
    @Override
    double get(ByteBuffer from, int at) {
      return from.getDouble(at);
    }
  };

  private final int code;
  private final int bytes;

  MatType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
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
  abstract double get(ByteBuffer from, int at);
}
