package io.transferstudy.worker.model;

import io.transferstudy.worker.weights.Tensor;
import java.util.regex.Pattern;

/**
 * Renames some tensors of another library.
 *
 * @param from matches the whole name
 * @param to the new name, with the groups of {@code from} as $1, $2
 * @param flattened whether the other library has a convolution over all positions where the network
 *     has a linear layer: the same values with one dimension for all inputs
 */
record KeyRule(Pattern from, String to, boolean flattened) {

  /** Renames the tensors of one module. */
  static KeyRule module(String from, String to) {
    return matching(Pattern.quote(from) + "[.](\\w+)", to + ".$1");
  }

  /** Renames what a pattern matches. */
  static KeyRule matching(String from, String to) {
    return new KeyRule(Pattern.compile(from), to, false);
  }

  /** This rule for a linear layer that the other library writes as a convolution. */
  KeyRule whoseConvolutionIsLinear() {
    return new KeyRule(from, to, true);
  }

  boolean fits(String name) {
    return from.matcher(name).matches();
  }

  String rename(String name) {
    return from.matcher(name).replaceFirst(to);
  }

  NamedTensor reshape(NamedTensor tensor) {
    long[] shape = tensor.shape();
    return flattened && shape.length > 2 && shape[0] > 0
        ? new NamedTensor(tensor.stored(), new long[] {shape[0], Tensor.count(shape) / shape[0]})
        : tensor;
  }
}
