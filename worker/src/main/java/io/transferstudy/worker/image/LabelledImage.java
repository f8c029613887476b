package io.transferstudy.worker.image;

/** An image with its class. */
public interface LabelledImage {
  /** The index of its class. */
  int label();

  /**
   * The pixels in full size, decoded on every call.
   *
   * @throws BadDataException if they cannot be had
   */
  Image image();
}
