package io.transferstudy.worker.image;

import java.util.Arrays;

/**
 * Antialiased separable resizing that gives the bytes of Pillow 13: the same fixed-point weights,
 * the same order of the two passes, the image between them rounded to 8 bits.
 */
public final class Resampler {
  private static final int ROUND = 1 << (Taps.PRECISION - 1);

  private Resampler() {}

  /** The whole image at another size. */
  public static Image resize(Image image, int width, int height, Filter filter) {
    return resize(image, Box.all(image), width, height, Box.size(width, height), filter);
  }

  /**
   * A part of an image at another size, and of that result a window: Pillow's {@code
   * image.crop(part).resize((width, height)).crop(window)}, computing the window only.
   */
  public static Image resize(
      Image image, Box part, int width, int height, Box window, Filter filter) {
    Taps columns = Taps.of(part.width(), width, window.x(), window.width(), filter);
    Taps rows = Taps.of(part.height(), height, window.y(), window.height(), filter);
    boolean sameWidth = part.width() == width;
    boolean sameHeight = part.height() == height;
    if (sameWidth && sameHeight) {
      return crop(image, part.x() + window.x(), part.y() + window.y(), window);
    }
    if (sameHeight) {
      return across(image, part.x(), part.y() + window.y(), window.height(), columns);
    }
    if (sameWidth) {
      return down(image, part.x() + window.x(), part.y(), window.width(), rows);
    }
    if (columnsFirst(part, width, height)) {
      Image middle =
          down(image, part.x() + columns.begin(), part.y(), columns.end() - columns.begin(), rows);
      return across(middle, -columns.begin(), 0, window.height(), columns);
    }
    Image middle =
        across(image, part.x(), part.y() + rows.begin(), rows.end() - rows.begin(), columns);
    return down(middle, 0, -rows.begin(), window.width(), rows);
  }

  /** Found by trying: Pillow 13.0.0 shrinks columns first where that shrinks the image more. */
  private static boolean columnsFirst(Box part, int width, int height) {
    int fewerRows = part.height() - height;
    return fewerRows > 0 && fewerRows > 2 * (part.width() - width);
  }

  private static Image crop(Image image, int x, int y, Box window) {
    int row = window.width() * Image.CHANNELS;
    var target = new byte[window.height() * row];
    for (int i = 0; i < window.height(); i++) {
      int from = ((y + i) * image.width() + x) * Image.CHANNELS;
      System.arraycopy(image.rgb(), from, target, i * row, row);
    }
    return new Image(window.width(), window.height(), target);
  }

  /** Resizes rows y to y + height of an image whose column x is the taps' position 0. */
  private static Image across(Image image, int x, int y, int height, Taps columns) {
    byte[] source = image.rgb();
    int[] weights = columns.weights();
    int width = columns.first().length;
    var target = new byte[width * height * Image.CHANNELS];
    int at = 0;
    for (int i = 0; i < height; i++) {
      int row = ((y + i) * image.width() + x) * Image.CHANNELS;
      for (int j = 0; j < width; j++) {
        int from = row + columns.first()[j] * Image.CHANNELS;
        int weight = j * columns.stride();
        int end = weight + columns.count()[j];
        int red = ROUND;
        int green = ROUND;
        int blue = ROUND;
        for (; weight < end; weight++, from += Image.CHANNELS) {
          int w = weights[weight];
          red += (source[from] & 0xFF) * w;
          green += (source[from + 1] & 0xFF) * w;
          blue += (source[from + 2] & 0xFF) * w;
        }
        target[at++] = clip(red);
        target[at++] = clip(green);
        target[at++] = clip(blue);
      }
    }
    return new Image(width, height, target);
  }

  /** Resizes columns x to x + width of an image whose row y is the taps' position 0. */
  private static Image down(Image image, int x, int y, int width, Taps rows) {
    byte[] source = image.rgb();
    int height = rows.first().length;
    int row = width * Image.CHANNELS;
    var target = new byte[height * row];
    var sums = new int[row];
    for (int i = 0; i < height; i++) {
      Arrays.fill(sums, ROUND);
      for (int k = 0; k < rows.count()[i]; k++) {
        int w = rows.weights()[i * rows.stride() + k];
        int from = ((y + rows.first()[i] + k) * image.width() + x) * Image.CHANNELS;
        for (int j = 0; j < row; j++) {
          sums[j] += (source[from + j] & 0xFF) * w;
        }
      }
      for (int j = 0; j < row; j++) {
        target[i * row + j] = clip(sums[j]);
      }
    }
    return new Image(width, height, target);
  }

  private static byte clip(int fixed) {
    return (byte) Math.clamp(fixed >> Taps.PRECISION, 0, 255);
  }
}
