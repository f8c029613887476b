package io.transferstudy.worker.image;

import java.nio.file.Path;

/** Makes pixels of a JPEG file. */
sealed interface JpegDecoder permits JdkJpeg, TurboJpeg {

  /**
   * The stored pixels, not turned upright.
   *
   * @param encoded the file's content
   * @param header of it
   * @param reduction that would do; a decoder may decode in full instead
   * @param file for messages
   * @throws BadDataException if the file is damaged
   */
  Picture.Decoded decode(byte[] encoded, JpegHeader header, Reduction reduction, Path file);

  /** Whether it ever reduces. */
  boolean reduces();

  /** For provenance and logs. */
  String name();
}
