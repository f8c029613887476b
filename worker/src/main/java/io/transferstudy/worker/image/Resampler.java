package io.transferstudy.worker.image;

import io.transferstudy.worker.image.Picture.Decoded;

/**
 * Antialiased separable resizing that gives the bytes of Pillow 13: the same fixed-point weights,
 * the same order of the two passes, the image between them rounded to 8 bits.
 */
public final class Resampler {
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
    return resize(new Decoded(image, Reduction.NONE), part, width, height, window, filter);
  }

  /**
   * The same of a picture, which is decoded in no more detail than the target needs.
   *
   * @param part of the picture in full size
   * @throws BadDataException if it cannot be decoded
   */
  static Image resize(Picture picture, Box part, int width, int height, Box window, Filter filter) {
    Decoded decoded = picture.decode(Reduction.of(part, width, height));
    return resize(decoded, part, width, height, window, filter);
  }

  private static Image resize(
      Decoded decoded, Box part, int width, int height, Box window, Filter filter) {
    Image image = decoded.image();
    Axis acrossPart = Axis.of(part.x(), part.width(), decoded.reduction());
    Axis downPart = Axis.of(part.y(), part.height(), decoded.reduction());
    Taps columns = Taps.of(acrossPart, width, window.x(), window.width(), filter);
    Taps rows = Taps.of(downPart, height, window.y(), window.height(), filter);
    int x = acrossPart.origin();
    int y = downPart.origin();
    boolean whole = decoded.reduction() == Reduction.NONE;
    boolean sameWidth = whole && part.width() == width;
    boolean sameHeight = whole && part.height() == height;
    if (sameWidth && sameHeight) {
      return crop(image, x + window.x(), y + window.y(), window);
    }
    if (sameHeight) {
      return across(image, x, y + window.y(), window.height(), columns);
    }
    if (sameWidth) {
      return down(image, x + window.x(), y, window.width(), rows);
    }
    if (columnsFirst(acrossPart.pixels(), downPart.pixels(), width, height)) {
      Image middle = down(image, x + columns.begin(), y, columns.end() - columns.begin(), rows);
      return across(middle, -columns.begin(), 0, window.height(), columns);
    }
    return acrossThenDown(image, x, y, columns, rows);
  }

  /** Found by trying: Pillow 13.0.0 shrinks columns first where that shrinks the image more. */
  private static boolean columnsFirst(int fromWidth, int fromHeight, int width, int height) {
    int fewerRows = fromHeight - height;
    return fewerRows > 0 && fewerRows > 2 * (fromWidth - width);
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
  private static Image across(Image image, int x, int y, int height, Taps taps) {
    var columns = new Columns(taps);
    var rows = new int[Columns.ROWS][columns.length()];
    var target = new byte[height * columns.length()];
    for (int i = 0; i < height; i += Columns.ROWS) {
      int count = Math.min(Columns.ROWS, height - i);
      columns.resize(image.rgb(), at(image, x, y + i), stride(image), count, rows, 0);
      for (int k = 0; k < count; k++) {
        Rows.narrow(rows[k], target, (i + k) * columns.length(), columns.length());
      }
    }
    return new Image(taps.first().length, height, target);
  }

  /** Resizes columns x to x + width of an image whose row y is the taps' position 0. */
  private static Image down(Image image, int x, int y, int width, Taps rows) {
    int height = rows.first().length;
    var row = new int[width * Image.CHANNELS];
    var ring = new int[rows.stride()][row.length];
    var target = new byte[height * row.length];
    int next = rows.begin();
    for (int i = 0; i < height; i++) {
      for (; next < rows.first()[i] + rows.count()[i]; next++) {
        Rows.widen(image.rgb(), at(image, x, y + next), ring[next % ring.length], row.length);
      }
      Rows.sum(ring, rows, i, row, row.length);
      Rows.narrow(row, target, i * row.length, row.length);
    }
    return new Image(width, height, target);
  }

  /** Both, rows first, without keeping the image between them. */
  private static Image acrossThenDown(Image image, int x, int y, Taps across, Taps rows) {
    var columns = new Columns(across);
    int height = rows.first().length;
    var row = new int[columns.length()];
    var ring = new int[rows.stride() + Columns.ROWS][row.length];
    var target = new byte[height * row.length];
    int next = rows.begin();
    for (int i = 0; i < height; i++) {
      while (next < rows.first()[i] + rows.count()[i]) {
        int count = Math.min(Columns.ROWS, rows.end() - next);
        columns.resize(image.rgb(), at(image, x, y + next), stride(image), count, ring, next);
        next += count;
      }
      Rows.sum(ring, rows, i, row, row.length);
      Rows.narrow(row, target, i * row.length, row.length);
    }
    return new Image(across.first().length, height, target);
  }

  /** Where a pixel begins. */
  private static int at(Image image, int x, int y) {
    return y * stride(image) + x * Image.CHANNELS;
  }

  /** Bytes from row to row. */
  private static int stride(Image image) {
    return image.width() * Image.CHANNELS;
  }
}
