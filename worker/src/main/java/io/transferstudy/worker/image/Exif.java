package io.transferstudy.worker.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The one entry of EXIF data that changes what an image shows. */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private Exif() {}

  /**
   * The orientation that the first directory names; upright if there is none, or if the data are
   * damaged: the image is as good without.
   *
   * @param tiff EXIF's data, from their byte order mark to their end
   */
  static Orientation orientation(ByteBuffer tiff) {
    if (tiff.remaining() < 8) {
      return Orientation.UPRIGHT;
    }
    ByteBuffer data = tiff.slice();
    switch (data.getShort(0)) {
      case 0x4949 -> data.order(ByteOrder.LITTLE_ENDIAN);
      case 0x4D4D -> data.order(ByteOrder.BIG_ENDIAN);
      default -> {
        return Orientation.UPRIGHT;
      }
    }
    long directory = Integer.toUnsignedLong(data.getInt(4));
    if (directory + 2 > data.limit()) {
      return Orientation.UPRIGHT;
    }
    int entries = Short.toUnsignedInt(data.getShort((int) directory));
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (entry + ENTRY_BYTES > data.limit()) {
        return Orientation.UPRIGHT;
      }
      int at = (int) entry;
      if (Short.toUnsignedInt(data.getShort(at)) == ORIENTATION && data.getShort(at + 2) == SHORT) {
        return Orientation.of(Short.toUnsignedInt(data.getShort(at + 8)));
      }
    }
    return Orientation.UPRIGHT;
  }
}
