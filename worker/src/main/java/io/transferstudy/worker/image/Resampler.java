package io.transferstudy.worker.image;

import java.util.Arrays;

/**
 * Antialiased separable resizing that gives Pillow's bytes: the same fixed-point weights, rows
 * first, with the intermediate image rounded to 8 bits.
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
    int top = sameHeight ? window.y() : rows.first()[0];
    int last = window.height() - 1;
    int bottom =
        sameHeight ? window.y() + window.height() : rows.first()[last] + rows.count()[last];
    var middle = new byte[(bottom - top) * window.width() * Image.CHANNELS];
    if (sameWidth) {
      copy(image, part.x() + window.x(), part.y() + top, window.width(), middle);
    } else {
      across(image, part, top, columns, middle, window.width());
    }
    if (sameHeight) {
      return new Image(window.width(), window.height(), middle);
    }
    return new Image(
        window.width(), window.height(), down(middle, top, rows, window.width(), window.height()));
  }

  private static void copy(Image image, int x, int y, int width, byte[] target) {
    int row = width * Image.CHANNELS;
    for (int at = 0; at < target.length; at += row, y++) {
      int from = (y * image.width() + x) * Image.CHANNELS;
      System.arraycopy(image.rgb(), from, target, at, row);
    }
  }

  private static void across(
      Image image, Box part, int top, Taps columns, byte[] target, int width) {
    byte[] source = image.rgb();
    int[] weights = columns.weights();
    int at = 0;
    for (int y = part.y() + top; at < target.length; y++) {
      int row = (y * image.width() + part.x()) * Image.CHANNELS;
      for (int x = 0; x < width; x++) {
        int from = row + columns.first()[x] * Image.CHANNELS;
        int weight = x * columns.stride();
        int end = weight + columns.count()[x];
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
  }

  private static byte[] down(byte[] source, int top, Taps rows, int width, int height) {
    int row = width * Image.CHANNELS;
    var target = new byte[height * row];
    var sums = new int[row];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, ROUND);
      for (int k = 0; k < rows.count()[y]; k++) {
        int w = rows.weights()[y * rows.stride() + k];
        int from = (rows.first()[y] - top + k) * row;
        for (int i = 0; i < row; i++) {
          sums[i] += (source[from + i] & 0xFF) * w;
        }
      }
      for (int i = 0; i < row; i++) {
        target[y * row + i] = clip(sums[i]);
      }
    }
    return target;
  }

  private static byte clip(int fixed) {
    return (byte) Math.clamp(fixed >> Taps.PRECISION, 0, 255);
  }
}
