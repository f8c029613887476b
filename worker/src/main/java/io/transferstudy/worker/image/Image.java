package io.transferstudy.worker.image;

/**
 * An RGB image of 8 bits per channel.
 *
 * <p>The pixels are not copied, neither in nor out: whoever holds them must not change them.
 */
public final class Image {
  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * @param width in pixels
   * @param height in pixels
   * @param rgb height x width x 3, interleaved
   */
  public Image(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != width * height * CHANNELS) {
      throw new IllegalArgumentException(
          "%d x %d pixels and %d bytes do not go together".formatted(width, height, rgb.length));
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** Height x width x 3, interleaved; not a copy. */
  public byte[] rgb() {
    return rgb;
  }
}
