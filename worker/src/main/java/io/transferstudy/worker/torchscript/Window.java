package io.transferstudy.worker.torchscript;

/**
 * Where a convolution or a pooling looks: kernel, stride, and zeros added at each border.
 *
 * @param height kernel height in pixels
 * @param width kernel width in pixels
 * @param stride the same in both directions
 * @param top rows added above; likewise the other three
 * @param up whether a last window that only partly fits counts (PyTorch's ceil_mode)
 */
public record Window(
    int height, int width, int stride, int top, int left, int bottom, int right, boolean up) {

  /** A square kernel, stride 1, nothing added. */
  public static Window of(int kernel) {
    return of(kernel, kernel);
  }

  /** A kernel of height x width, stride 1, nothing added. */
  public static Window of(int height, int width) {
    return new Window(height, width, 1, 0, 0, 0, 0, false);
  }

  /** This window moved by {@code step} pixels at a time. */
  public Window stride(int step) {
    return new Window(height, width, step, top, left, bottom, right, up);
  }

  /** This window with half its kernel added at every border: keeps the size at stride 1. */
  public Window centred() {
    return pad(height / 2, width / 2);
  }

  /** This window with the same number of pixels added at opposite borders. */
  public Window pad(int rows, int columns) {
    return new Window(height, width, stride, rows, columns, rows, columns, up);
  }

  /**
   * This window moved down and to the right by that many pixels: as many are cut off at the top and
   * left as zeros are added at the bottom and right.
   */
  public Window shifted(int pixels) {
    return new Window(height, width, stride, -pixels, -pixels, pixels, pixels, up);
  }

  /** This window counting a last, partly filled place. */
  public Window roundingUp() {
    return new Window(height, width, stride, top, left, bottom, right, true);
  }

  /**
   * This window with TensorFlow's SAME borders for an input of that size: as many pixels as give
   * ceil(size / stride) places, the odd one at the bottom and right.
   */
  public Window same(int inputHeight, int inputWidth) {
    int rows = sameTotal(inputHeight, height);
    int columns = sameTotal(inputWidth, width);
    return new Window(
        height,
        width,
        stride,
        rows / 2,
        columns / 2,
        rows - rows / 2,
        columns - columns / 2,
        false);
  }

  private int sameTotal(int size, int kernel) {
    return Math.max((Math.ceilDiv(size, stride) - 1) * stride + kernel - size, 0);
  }

  int outputHeight(int inputHeight) {
    return places(inputHeight + top + bottom, height, inputHeight + top);
  }

  int outputWidth(int inputWidth) {
    return places(inputWidth + left + right, width, inputWidth + left);
  }

  private int places(int padded, int kernel, int endOfInput) {
    int room = padded - kernel;
    if (room < 0) {
      throw new IllegalArgumentException(
          "a window of " + kernel + " pixels does not fit an input of " + padded);
    }
    int places = (up ? Math.ceilDiv(room, stride) : room / stride) + 1;
    // A window must start inside the input or the border before it, as in PyTorch.
    return up && (places - 1) * stride >= endOfInput ? places - 1 : places;
  }

  boolean symmetric() {
    return top == bottom && left == right;
  }
}
