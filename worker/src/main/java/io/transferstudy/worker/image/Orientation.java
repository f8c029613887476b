package io.transferstudy.worker.image;

/** How an image was held while it was taken: EXIF's eight values, from 1 on. */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  /** Its top is on the right of the stored pixels: turned right to be upright. */
  TURN_RIGHT(true, false, true),
  TRANSVERSE(true, true, true),
  TURN_LEFT(true, true, false);

  private final boolean swapped;
  private final boolean mirrorX;
  private final boolean mirrorY;

  /**
   * @param swapped whether rows of the upright image are columns of the stored one
   * @param mirrorX whether the stored columns are read from the right
   * @param mirrorY whether the stored rows are read from the bottom
   */
  Orientation(boolean swapped, boolean mirrorX, boolean mirrorY) {
    this.swapped = swapped;
    this.mirrorX = mirrorX;
    this.mirrorY = mirrorY;
  }

  /** By EXIF's number; upright for any other, as everybody reads it. */
  static Orientation of(int exif) {
    return exif < 1 || exif > values().length ? UPRIGHT : values()[exif - 1];
  }

  /** Whether width and height are exchanged. */
  boolean swapped() {
    return swapped;
  }

  /** The stored pixels, upright. */
  Image turn(Image stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = swapped ? stored.height() : stored.width();
    int height = swapped ? stored.width() : stored.height();
    // Of one step to the right and one down in the upright image, in bytes of the stored one.
    int row = stored.width() * Image.CHANNELS;
    int alongX = mirrorX ? -Image.CHANNELS : Image.CHANNELS;
    int alongY = mirrorY ? -row : row;
    int right = swapped ? alongY : alongX;
    int down = swapped ? alongX : alongY;
    int corner = (mirrorX ? row - Image.CHANNELS : 0) + (mirrorY ? (stored.height() - 1) * row : 0);
    byte[] source = stored.rgb();
    var upright = new byte[source.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int from = corner + y * down;
      for (int x = 0; x < width; x++, from += right) {
        upright[at++] = source[from];
        upright[at++] = source[from + 1];
        upright[at++] = source[from + 2];
      }
    }
    return new Image(width, height, upright);
  }
}
