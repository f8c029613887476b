package io.transferstudy.worker.image;

import java.nio.file.Path;

/**
 * A file in memory.
 *
 * @param file for messages
 */
record EncodedPicture(byte[] encoded, ImageHeader header, JpegDecoder jpegs, Path file)
    implements Picture {
  @Override
  public int width() {
    return header.orientation().swapped() ? header.height() : header.width();
  }

  @Override
  public int height() {
    return header.orientation().swapped() ? header.width() : header.height();
  }

  @Override
  public Decoded decode(Reduction reduction) {
    Decoded stored =
        switch (header) {
          case JpegHeader jpeg -> jpegs.decode(encoded, jpeg, possible(reduction), file);
          case PlainHeader plain ->
              new Decoded(JdkReader.image(plain.format(), encoded, plain, file), Reduction.NONE);
        };
    return new Decoded(header.orientation().turn(stored.image()), stored.reduction());
  }

  /**
   * A mirrored image would begin with what is left of its last columns or rows, and not where it
   * begins.
   */
  private Reduction possible(Reduction wanted) {
    boolean whole = header.width() % wanted.factor() == 0 && header.height() % wanted.factor() == 0;
    return whole || header.orientation() == Orientation.UPRIGHT ? wanted : Reduction.NONE;
  }

  @Override
  public boolean reducible() {
    return switch (header) {
      case JpegHeader _ -> jpegs.reduces();
      case PlainHeader _ -> false;
    };
  }
}
