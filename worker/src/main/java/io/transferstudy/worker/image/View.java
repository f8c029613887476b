package io.transferstudy.worker.image;

/**
 * What of an image the network sees, as a square of the network's size. Shifts and mirrors are left
 * to the copy into the batch, which does them for nothing.
 *
 * @param square the pixels
 * @param shiftX columns by which the content moves right; what enters is zero
 * @param shiftY rows by which it moves down
 * @param mirrorX whether left and right are exchanged, before the shift
 * @param mirrorY whether top and bottom are
 */
public record View(Image square, int shiftX, int shiftY, boolean mirrorX, boolean mirrorY) {

  /** As it is. */
  static View plain(Image square) {
    return new View(square, 0, 0, false, false);
  }
}
