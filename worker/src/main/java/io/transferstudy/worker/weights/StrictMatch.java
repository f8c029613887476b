package io.transferstudy.worker.weights;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Weights are taken whole or not at all: every tensor that a network has, of its shape, and none
 * besides. The first difference in the network's order, then the first surplus, ends it.
 */
public final class StrictMatch {
  private StrictMatch() {}

  /**
   * The tensors that a network needs, in its order.
   *
   * @param expected shape by name, in the network's order
   * @param found what the file holds
   * @param replaced names that may be absent or of any shape, and are left out of the result: the
   *     classifier's, where the network is carried to other classes
   * @param source the file, for messages
   * @throws WeightsException naming the first mismatched tensor and both shapes
   */
  public static Map<String, Tensor> of(
      Map<String, long[]> expected,
      Map<String, Tensor> found,
      Predicate<String> replaced,
      String source) {
    var taken = new LinkedHashMap<String, Tensor>();
    expected.forEach((name, shape) -> {
      if (!replaced.test(name)) {
        Tensor tensor = found.get(name);
        if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
          throw mismatch(
              source, name, Arrays.toString(shape), tensor == null ? "none" : shape(tensor));
        }
        taken.put(name, tensor);
      }
    });
    found.forEach((name, tensor) -> {
      if (!expected.containsKey(name) && !replaced.test(name)) {
        throw mismatch(source, name, "none", shape(tensor));
      }
    });
    return taken;
  }

  private static String shape(Tensor tensor) {
    return Arrays.toString(tensor.shape());
  }

  private static WeightsException mismatch(
      String source, String name, String network, String file) {
    return new WeightsException(
        "%s: the weights do not fit the network: %s: the network has %s, the file %s"
            .formatted(source, name, network, file));
  }
}
