package io.transferstudy.worker.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The formats of numbers in safetensors files that become float32. */
enum NumberFormat {
  F64(Double.BYTES) {
    @Override
    float next(ByteBuffer in) {
      return (float) in.getDouble();
    }
  },
  F32(Float.BYTES) {
    @Override
    float next(ByteBuffer in) {
      return in.getFloat();
    }
  },
  F16(Short.BYTES) {
    @Override
    float next(ByteBuffer in) {
      return Float.float16ToFloat(in.getShort());
    }
  },
  BF16(Short.BYTES) {
    @Override
    float next(ByteBuffer in) {
      return Float.intBitsToFloat(in.getShort() << 16);
    }
  };

  final int bytes;

  NumberFormat(int bytes) {
    this.bytes = bytes;
  }

  abstract float next(ByteBuffer in);

  static Optional<NumberFormat> named(String name) {
    return Arrays.stream(values()).filter(format -> format.name().equals(name)).findFirst();
  }
}
