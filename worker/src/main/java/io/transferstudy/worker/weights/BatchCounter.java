package io.transferstudy.worker.weights;

/**
 * PyTorch's count of the batches that a batch normalisation has seen: no weight, read by nobody.
 */
final class BatchCounter {
  private static final String NAME = "num_batches_tracked";

  private BatchCounter() {}

  /** Whether a tensor of that name is one. */
  static boolean is(String name) {
    return name.equals(NAME) || name.endsWith("." + NAME);
  }
}
