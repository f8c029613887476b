package io.transferstudy.worker.weights;

import java.nio.FloatBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a network's tensors come from. They are written one tensor at a time to where
 * they are needed, so that a file of weights is never in memory twice.
 */
public interface StateSource {

  /** The shape of a tensor; null if there is none of that name. */
  long @Nullable [] shape(String key);

  /**
   * Writes a tensor's values, row-major.
   *
   * @param key of a tensor that has a {@link #shape}
   * @param out filled from its position on; has room for the values
   * @throws WeightsException if they cannot be read
   */
  void write(String key, FloatBuffer out);

  /** Tensors that are in memory. */
  static StateSource of(Map<String, Tensor> state) {
    return new StateSource() {
      @Override
      public long @Nullable [] shape(String key) {
        Tensor tensor = state.get(key);
        return tensor == null ? null : tensor.shape();
      }

      @Override
      public void write(String key, FloatBuffer out) {
        Tensor tensor = state.get(key);
        if (tensor == null) {
          throw new IllegalArgumentException("there is no tensor " + key);
        }
        out.put(tensor.data());
      }
    };
  }
}
