package io.transferstudy.worker.image;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What a file says of its image before any memory is taken for the pixels. Sizes are those of the
 * stored pixels, before they are turned upright.
 */
sealed interface ImageHeader permits JpegHeader, PlainHeader {
  /** Larger images are refused; today's largest cameras have as many. */
  long MAX_PIXELS = 200_000_000;

  int width();

  int height();

  Orientation orientation();

  /**
   * Reads the header of a JPEG, PNG, GIF or BMP file.
   *
   * @param file for messages
   * @throws BadDataException if it is none of them, damaged, or too large
   */
  static ImageHeader read(byte[] encoded, Path file) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    ImageHeader header;
    try {
      if (startsWith(encoded, "ffd8")) {
        header = JpegHeader.read(bytes);
      } else if (startsWith(encoded, "89504e470d0a1a0a")) {
        header = PlainHeader.png(bytes);
      } else if (startsWith(encoded, "47494638")) {
        header = PlainHeader.gif(bytes);
      } else if (startsWith(encoded, "424d")) {
        header = PlainHeader.bmp(bytes);
      } else {
        throw BadDataException.in(
            file, "not a JPEG, PNG, GIF or BMP image" + OtherContent.told(encoded));
      }
    } catch (IndexOutOfBoundsException e) {
      throw BadDataException.in(file, "damaged or truncated image (it ends within its header)");
    }
    if (header.width() < 1 || header.height() < 1) {
      throw BadDataException.in(
          file,
          "damaged or truncated image (%d x %d pixels)".formatted(header.width(), header.height()));
    }
    if ((long) header.width() * header.height() > MAX_PIXELS) {
      throw BadDataException.in(
          file,
          "%d x %d pixels are more than the %d megapixels that are read; shrink the image or leave it out"
              .formatted(header.width(), header.height(), MAX_PIXELS / 1_000_000));
    }
    if (header instanceof JpegHeader jpeg) {
      check(jpeg, file);
    }
    return header;
  }

  private static void check(JpegHeader jpeg, Path file) {
    if (!jpeg.plausible()) {
      throw BadDataException.in(
          file,
          "damaged or truncated image (too few bytes for %d x %d pixels)"
              .formatted(jpeg.width(), jpeg.height()));
    }
    if (jpeg.scans() > JpegHeader.MAX_SCANS) {
      throw BadDataException.in(
          file,
          "more than the %d scans that are read of a progressive JPEG; save it again, or leave it out"
              .formatted(JpegHeader.MAX_SCANS));
    }
  }

  private static boolean startsWith(byte[] bytes, String hex) {
    byte[] start = HexFormat.of().parseHex(hex);
    if (bytes.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (bytes[i] != start[i]) {
        return false;
      }
    }
    return true;
  }
}
