package io.transferstudy.worker.image;

/**
 * The inks of a CMYK JPEG as red, green and blue, as Pillow's {@code convert("RGB")} has them. All
 * such files are taken as Adobe writes them: 255 is no ink.
 */
final class Cmyk {
  private static final int INKS = 4;

  private Cmyk() {}

  /**
   * @param stored width x height x 4, interleaved, not needed any more afterwards
   */
  static Image rgb(int width, int height, byte[] stored) {
    var rgb = new byte[width * height * Image.CHANNELS];
    int at = 0;
    for (int from = 0; from < stored.length; from += INKS) {
      int light = stored[from + 3] & 0xFF;
      for (int c = 0; c < Image.CHANNELS; c++) {
        int ink = 255 - (stored[from + c] & 0xFF);
        rgb[at++] = (byte) Math.max(0, light - product(ink, light));
      }
    }
    return new Image(width, height, rgb);
  }

  /** Replaces luminance and two chromas by three inks; the fourth is stored as it is. */
  static void fromYcck(byte[] stored) {
    for (int at = 0; at < stored.length; at += INKS) {
      int y = stored[at] & 0xFF;
      int blue = (stored[at + 1] & 0xFF) - 128;
      int red = (stored[at + 2] & 0xFF) - 128;
      stored[at] = inverse(y + 1.402 * red);
      stored[at + 1] = inverse(y - 0.344136286 * blue - 0.714136286 * red);
      stored[at + 2] = inverse(y + 1.772 * blue);
    }
  }

  private static byte inverse(double value) {
    return (byte) (255 - Math.clamp(Math.round(value), 0, 255));
  }

  /** a x b / 255, rounded. */
  private static int product(int a, int b) {
    int shifted = a * b + 128;
    return ((shifted >> 8) + shifted) >> 8;
  }
}
