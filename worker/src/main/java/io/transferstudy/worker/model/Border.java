package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Window;

/**
 * What is added around an image so that a window of stride 1 keeps its size. With stride 2 and an
 * even size the two give different functions of the same weights.
 */
enum Border {
  /** TensorFlow's: as much as is needed, the odd pixel at the bottom and right. */
  SAME,
  /** PyTorch's: half the kernel on every side. */
  SYMMETRIC;

  /** How a variant with symmetric borders differs from the plain model. */
  static final String SYMMETRIC_VARIANT = "symmetric borders (PyTorch), not TensorFlow's SAME";

  Window of(Window window, Wire input) {
    return switch (this) {
      case SAME -> window.same(input.height(), input.width());
      case SYMMETRIC -> window.centred();
    };
  }
}
