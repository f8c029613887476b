package io.transferstudy.worker.image;

import java.nio.file.Path;

/** Makes pixels of a JPEG file. */
sealed interface JpegDecoder permits JdkJpeg, TurboJpeg {

  /**
   * The stored pixels, not turned upright.
   *
   * @param encoded the file's content
   * @param header of it
   * @param file for messages
   * @throws BadDataException if the file is damaged
   */
  Image decode(byte[] encoded, JpegHeader header, Path file);

  /** For provenance and logs. */
  String name();
}
