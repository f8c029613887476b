package io.transferstudy.worker.engine;

import java.nio.FloatBuffer;

/**
 * What computes an image's features, in native memory until closed. Used by one thread at a time.
 */
public interface FeatureExtractor extends AutoCloseable {

  /** Height and width of the images in pixels. */
  int imageSize();

  /** Features of an image. */
  int width();

  /**
   * Computes features, without learning from the images.
   *
   * @param imagesNchw n normalised images [3, size, size] one after another from its position on;
   *     the position stays
   * @param featuresOut filled with n rows of {@link #width()}
   */
  void features(FloatBuffer imagesNchw, int n, float[] featuresOut);

  @Override
  void close();
}
