package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.WeightsException;
import java.nio.FloatBuffer;

/**
 * What a trained network's numbers can be. Outputs do not tell: clipping activations turn a number
 * that is none into zero.
 */
final class SoundValues {
  private SoundValues() {}

  /**
   * Passes only finite numbers, and no negative variances.
   *
   * @param name of the tensor, for the message
   * @throws WeightsException naming the first other one
   */
  static void require(TensorSpec spec, FloatBuffer values, String name) {
    float least = spec.role() == TensorSpec.Role.RUNNING_VARIANCE ? 0 : Float.NEGATIVE_INFINITY;
    for (int i = values.position(); i < values.limit(); i++) {
      float value = values.get(i);
      if (!(Math.abs(value) <= Float.MAX_VALUE) || value < least) {
        throw new WeightsException(
            "%s holds %s, which %s; the file is damaged, or its training has diverged"
                .formatted(
                    name, value, value < least ? "no variance can be" : "is no finite number"));
      }
    }
  }
}
