package io.transferstudy.worker.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Of a PNG, GIF or BMP file.
 *
 * @param format its name among the JDK's readers
 */
record PlainHeader(String format, int width, int height, Orientation orientation)
    implements ImageHeader {
  private static final int PNG_EXIF = 0x65584966;
  private static final int PNG_CHUNK_AROUND = 12;

  /** The first chunk, and the one with EXIF data wherever it is. */
  static PlainHeader png(ByteBuffer bytes) {
    int width = bytes.getInt(16);
    int height = bytes.getInt(20);
    Orientation orientation = Orientation.UPRIGHT;
    long at = 8;
    while (at + PNG_CHUNK_AROUND <= bytes.limit()) {
      long length = Integer.toUnsignedLong(bytes.getInt((int) at));
      if (bytes.getInt((int) at + 4) == PNG_EXIF
          && at + PNG_CHUNK_AROUND + length <= bytes.limit()) {
        orientation = Exif.orientation(bytes.slice((int) at + 8, (int) length));
      }
      at += PNG_CHUNK_AROUND + length;
    }
    return new PlainHeader("png", width, height, orientation);
  }

  /** The first frame, which is what is read. */
  static PlainHeader gif(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    int flags = bytes.get(10);
    int at = 13 + ((flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));
    while (bytes.get(at) == 0x21) { // an extension: blocks, each after its length
      at += 2;
      while (bytes.get(at) != 0) {
        at += 1 + Byte.toUnsignedInt(bytes.get(at));
      }
      at++;
    }
    int width = Short.toUnsignedInt(bytes.getShort(at + 5));
    int height = Short.toUnsignedInt(bytes.getShort(at + 7));
    return new PlainHeader("gif", width, height, Orientation.UPRIGHT);
  }

  /** Rows may be stored from the top, which a negative height says. */
  static PlainHeader bmp(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    boolean old = bytes.getInt(14) == 12;
    int width = old ? Short.toUnsignedInt(bytes.getShort(18)) : bytes.getInt(18);
    int height = old ? Short.toUnsignedInt(bytes.getShort(20)) : Math.abs(bytes.getInt(22));
    return new PlainHeader("bmp", width, height, Orientation.UPRIGHT);
  }
}
