package io.transferstudy.worker.image;

import java.nio.ByteBuffer;

/**
 * Of a JPEG file: its markers up to the first scan.
 *
 * @param components 1 for grey, 3 for colour, 4 for CMYK
 * @param colorSaid whether a JFIF or Adobe marker, or the components' names, say what the colours
 *     are
 * @param adobeTransform of Adobe's marker: 2 where four components are YCCK; -1 without the marker
 * @param scans in the file; 1 unless it is progressive
 * @param plausible whether a file of this length can hold so many pixels
 */
record JpegHeader(
    int width,
    int height,
    Orientation orientation,
    int components,
    boolean colorSaid,
    int adobeTransform,
    int scans,
    boolean plausible)
    implements ImageHeader {
  /** A progressive file may ask for any number of passes over all pixels; real ones have ten. */
  static final int MAX_SCANS = 500;

  /**
   * No byte of a Huffman-coded file can stand for more: even a block of one colour takes a bit, and
   * a chroma block covers at most 32 x 32 pixels, with 16 of luminance.
   */
  static final int MAX_PIXELS_PER_BYTE = 512;

  private static final int EXIF = 0x45786966;
  private static final int JFIF = 0x4A464946;
  private static final int ADOBE = 0x41646F62;
  private static final int RED_GREEN_BLUE = 'R' << 16 | 'G' << 8 | 'B';

  /**
   * @throws IndexOutOfBoundsException if the file ends before its first scan
   */
  static JpegHeader read(ByteBuffer bytes) {
    int width = 0;
    int height = 0;
    int components = 0;
    int transform = -1;
    boolean said = false;
    int frame = 0;
    Orientation orientation = Orientation.UPRIGHT;
    int at = 2;
    while (true) {
      at = nextMarker(bytes, at);
      int marker = Byte.toUnsignedInt(bytes.get(at - 1));
      if (standsAlone(marker)) {
        continue;
      }
      int length = Short.toUnsignedInt(bytes.getShort(at));
      ByteBuffer content = bytes.slice(at + 2, Math.max(0, length - 2));
      if (isFrame(marker)) {
        frame = marker;
        height = Short.toUnsignedInt(content.getShort(1));
        width = Short.toUnsignedInt(content.getShort(3));
        components = content.get(5);
        said |= components == 3 && names(content) == RED_GREEN_BLUE;
      } else if (marker == 0xE0 && content.limit() >= 5 && content.getInt(0) == JFIF) {
        said = true;
      } else if (marker == 0xE1 && content.limit() >= 6 && content.getInt(0) == EXIF) {
        orientation = Exif.orientation(content.slice(6, content.limit() - 6));
      } else if (marker == 0xEE && content.limit() >= 12 && content.getInt(0) == ADOBE) {
        transform = content.get(11);
        said = true;
      } else if (marker == 0xDA) {
        boolean arithmetic = frame > 0xC8;
        return new JpegHeader(
            width,
            height,
            orientation,
            components,
            said,
            transform,
            (frame & 3) == 2 ? scans(bytes, at) : 1,
            arithmetic || (long) width * height <= (long) MAX_PIXELS_PER_BYTE * bytes.limit());
      }
      at += length;
    }
  }

  /** The position behind the next marker; other bytes before it are skipped, as libjpeg does. */
  private static int nextMarker(ByteBuffer bytes, int from) {
    int at = from;
    while (bytes.get(at) != (byte) 0xFF || bytes.get(at + 1) == 0) {
      at++;
    }
    while (bytes.get(at) == (byte) 0xFF) {
      at++;
    }
    return at + 1;
  }

  private static boolean standsAlone(int marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD9);
  }

  /** Start of a frame: C0 to CF but for the tables C4 and CC and the reserved C8. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static int names(ByteBuffer frame) {
    return frame.get(6) << 16 | frame.get(9) << 8 | frame.get(12);
  }

  /** How many scans begin from there on: FF DA, which nothing else in coded data looks like. */
  private static int scans(ByteBuffer bytes, int from) {
    int scans = 1;
    byte[] array = bytes.array();
    for (int at = from; at + 1 < array.length; at++) {
      if (array[at] == (byte) 0xFF && array[at + 1] == (byte) 0xDA) {
        scans++;
      }
    }
    return scans;
  }
}
