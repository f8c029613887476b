package io.transferstudy.worker.gate;

import io.transferstudy.worker.engine.FeatureExtractor;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.engine.SgdStep;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Images a second, without reading any.
 *
 * @param batch images at once
 * @param seconds to measure, at least; the first pass, which is slower, does not count
 */
public record Speed(int batch, double seconds) {
  private static final int LEAST_PASSES = 2;
  private static final SgdStep STEP = new SgdStep(1e-3, 0.9, 1e-4, true);

  /** Forward passes. */
  public double evaluation(FeatureExtractor extractor) {
    FloatBuffer pixels = images(extractor.imageSize());
    var features = new float[batch * extractor.width()];
    return of(() -> extractor.features(pixels, batch, features));
  }

  /** Forward, backward and update; the network is changed. */
  public double training(Network network) {
    FloatBuffer pixels = images(network.imageSize());
    var labels = new long[batch];
    Arrays.setAll(labels, i -> i % network.graph().classes());
    return of(() -> network.trainStep(pixels, batch, labels, STEP));
  }

  private FloatBuffer images(int size) {
    return new GeneratedImages(1, batch, size).pixels();
  }

  private double of(Runnable pass) {
    pass.run();
    int passes = 0;
    long start = System.nanoTime();
    double took = 0;
    while (passes < LEAST_PASSES || took < seconds) {
      pass.run();
      passes++;
      took = (System.nanoTime() - start) / 1e9;
    }
    return passes * batch / took;
  }
}
