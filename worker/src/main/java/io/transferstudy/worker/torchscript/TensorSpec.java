package io.transferstudy.worker.torchscript;

import io.transferstudy.worker.weights.Tensor;

/**
 * What a network says about one of its tensors.
 *
 * @param key the name in the state, as in public checkpoints
 * @param shape the size of each dimension
 * @param role what the tensor is for
 * @param init how a {@link Role#WEIGHT} is drawn; no meaning otherwise
 * @param groups of a convolution, else 1
 */
@SuppressWarnings("ArrayRecordComponent") // specs are never compared
public record TensorSpec(String key, long[] shape, Role role, Init init, int groups) {

  /** How many inputs feed one output: the product of the shape without its first entry. */
  public long fanIn() {
    return Tensor.count(shape) / shape[0];
  }

  /** PyTorch's fan-out in a dense layer; out x kernel / groups in a grouped one. */
  public long fanOut() {
    return Tensor.count(shape) / shape[1] / groups;
  }

  /** What a tensor is for. */
  public enum Role {
    WEIGHT,
    BIAS,
    NORM_WEIGHT,
    NORM_BIAS,
    RUNNING_MEAN,
    RUNNING_VARIANCE;

    /** Whether training moves it by gradient. */
    public boolean trained() {
      return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
  }
}
