package io.transferstudy.worker.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The arguments of a pickle's opcodes, read one after another; running out of them is damage. */
final class PickleBytes {
  /** More than the name of any module or class has. */
  private static final int LONGEST_LINE = 1000;

  private final ByteBuffer in;

  PickleBytes(byte[] pickle) {
    in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many bytes have been read. */
  int position() {
    return in.position();
  }

  /** Passes over bytes that are there. */
  void skip(int bytes) {
    in.position(in.position() + bytes);
  }

  int unsignedByte() {
    return Byte.toUnsignedInt(take(Byte.BYTES).get());
  }

  int unsignedShort() {
    return Short.toUnsignedInt(take(Short.BYTES).getShort());
  }

  int signedInt() {
    return take(Integer.BYTES).getInt();
  }

  long unsignedInt() {
    return Integer.toUnsignedLong(signedInt());
  }

  long signedLong() {
    return take(Long.BYTES).getLong();
  }

  /** Python's floats are big-endian in a pickle. */
  double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(signedLong()));
  }

  /** A whole number of that many bytes, least significant first; none stand for 0. */
  long twosComplement(int bytes) {
    if (bytes > Long.BYTES) {
      throw PickleMachine.refused("has a number of " + bytes + " bytes");
    }
    ByteBuffer digits = take(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) Byte.toUnsignedInt(digits.get()) << (Byte.SIZE * i);
    }
    int unused = Long.SIZE - Byte.SIZE * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  /** That many bytes of UTF-8. */
  String text(long bytes) {
    if (bytes < 0 || bytes > in.remaining()) {
      throw PickleMachine.refused("ends early");
    }
    var text = new byte[(int) bytes];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Up to the end of a line. */
  String line() {
    var line = new StringBuilder();
    for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
      if (line.length() == LONGEST_LINE) {
        throw PickleMachine.refused("has a name of more than " + LONGEST_LINE + " characters");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private ByteBuffer take(int bytes) {
    if (in.remaining() < bytes) {
      throw PickleMachine.refused("ends early");
    }
    return in;
  }
}
