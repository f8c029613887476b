package io.transferstudy.worker.image;

/** An image with its class. */
public interface LabelledImage {
  /** Instead of a class: there may be several. */
  int SEVERAL = -1;

  /** The index of its class, or {@link #SEVERAL}. */
  int label();

  /**
   * The pixels in full size, decoded on every call.
   *
   * @throws BadDataException if they cannot be had
   */
  Image image();

  /**
   * The same, read but not decoded.
   *
   * @throws BadDataException if it cannot be read
   */
  default Picture picture() {
    return Picture.of(image());
  }
}
