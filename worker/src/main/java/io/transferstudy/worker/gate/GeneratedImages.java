package io.transferstudy.worker.gate;

import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.model.KeyedRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Normalised images that every implementation can draw without a file: uniform in [-1, 1), the
 * sequence of {@link KeyedRandom} named {@code input}, row-major [count, 3, size, size].
 *
 * @param seed of the sequence
 * @param count of images
 * @param size height and width in pixels
 */
record GeneratedImages(long seed, int count, int size) {
  private static final String NAME = "input";

  /** The numbers, in native memory. */
  FloatBuffer pixels() {
    int numbers = Math.multiplyExact(count, Image.CHANNELS * size * size);
    FloatBuffer pixels =
        ByteBuffer.allocateDirect(Math.multiplyExact(numbers, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    var random = KeyedRandom.of(NAME, seed);
    for (int i = 0; i < numbers; i++) {
      pixels.put(i, (float) random.nextUniform());
    }
    return pixels;
  }
}
