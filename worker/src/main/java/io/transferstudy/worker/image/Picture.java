package io.transferstudy.worker.image;

/**
 * An image before it is decoded: its size is known, and how much of its detail is needed is not.
 */
public interface Picture {
  /** In pixels, upright. */
  int width();

  /** In pixels, upright. */
  int height();

  /**
   * The pixels, upright, at the reduction that was asked for or, where the file cannot be decoded
   * at a smaller size, at 1.
   *
   * @throws BadDataException if they cannot be had
   */
  Decoded decode(Reduction reduction);

  /** Whether {@link #decode} ever reduces. */
  boolean reducible();

  /**
   * Pixels of a picture.
   *
   * @param image the picture's width and height by the reduction's factor, rounded up
   * @param reduction that they have
   */
  record Decoded(Image image, Reduction reduction) {}

  /** One that is decoded already. */
  static Picture of(Image image) {
    return new Known(image);
  }

  /** In memory. */
  record Known(Image image) implements Picture {
    @Override
    public int width() {
      return image.width();
    }

    @Override
    public int height() {
      return image.height();
    }

    @Override
    public Decoded decode(Reduction reduction) {
      return new Decoded(image, Reduction.NONE);
    }

    @Override
    public boolean reducible() {
      return false;
    }
  }
}
