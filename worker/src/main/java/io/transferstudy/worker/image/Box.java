package io.transferstudy.worker.image;

/**
 * A rectangle of whole pixels.
 *
 * @param x of its left column
 * @param y of its top row
 */
public record Box(int x, int y, int width, int height) {

  /** All of an image. */
  static Box all(Image image) {
    return new Box(0, 0, image.width(), image.height());
  }

  /** A rectangle from the origin. */
  static Box size(int width, int height) {
    return new Box(0, 0, width, height);
  }
}
