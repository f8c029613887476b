package io.transferstudy.worker.torchscript;

/** One operation of a network. Sizes are resolved: nothing is left to be inferred when emitting. */
public sealed interface Op {

  /** The network's input. */
  record Input() implements Op {}

  /** A two-dimensional convolution; {@code key.weight} is [out, in / groups, height, width]. */
  record Conv(String key, int in, int out, Window window, int groups, boolean bias, Init init)
      implements Op {}

  /** Batch normalisation with the affine part and running statistics. */
  record BatchNorm(String key, int channels, double epsilon) implements Op {}

  /** An elementwise non-linearity. */
  record Activate(Activation activation) implements Op {}

  /** Maximum over a window; borders count as minus infinity. */
  record MaxPool(Window window) implements Op {}

  /** Mean over a window; border pixels count as zeros only if {@code countBorder}. */
  record AveragePool(Window window, boolean countBorder) implements Op {}

  /** Mean over all positions: [n, c, h, w] to [n, c]. */
  record GlobalMean() implements Op {}

  /** [n, c, h, w] to [n, c * h * w]. */
  record Flatten() implements Op {}

  /** A fully connected layer with bias; {@code key.weight} is [out, in]. */
  record Linear(String key, int in, int out, Init init) implements Op {}

  /** The first input plus {@code factor} times the second. */
  record Add(double factor) implements Op {}

  /** All inputs side by side along the channels. */
  record Concat() implements Op {}
}
