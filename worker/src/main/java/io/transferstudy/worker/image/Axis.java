package io.transferstudy.worker.image;

/**
 * The part of one axis of an image that is resized. It may begin and end between two pixels, when
 * the image is a reduction of the one that the part was meant of.
 *
 * @param origin the pixel that contains its begin: positions count from there
 * @param pixels from there on that may be used
 * @param begin from the origin, in [0, 1)
 * @param length of the part, in pixels of this image
 */
record Axis(int origin, int pixels, double begin, double length) {

  /**
   * A part of a picture in a reduction of it.
   *
   * @param from first pixel of the part, of the picture
   * @param length in pixels of the picture
   */
  static Axis of(int from, int length, Reduction reduction) {
    int factor = reduction.factor();
    int origin = from / factor;
    return new Axis(
        origin,
        reduction.of(from + length) - origin,
        (double) from / factor - origin,
        (double) length / factor);
  }
}
