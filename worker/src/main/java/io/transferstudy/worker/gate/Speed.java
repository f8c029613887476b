package io.transferstudy.worker.gate;

import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.engine.SgdStep;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Images a second of a network, without reading any.
 *
 * @param network is changed by {@link #training}
 * @param batch images at once
 * @param seconds to measure, at least; the first pass, which is slower, does not count
 */
public record Speed(Network network, int batch, double seconds) {
  private static final int LEAST_PASSES = 2;
  private static final SgdStep STEP = new SgdStep(1e-3, 0.9, 1e-4, true);

  /** Forward passes. */
  public double evaluation() {
    FloatBuffer pixels = images();
    var logits = new float[batch * network.graph().classes()];
    var features = new float[batch * network.graph().features()];
    return of(() -> network.evaluate(pixels, batch, logits, features));
  }

  /** Forward, backward and update. */
  public double training() {
    FloatBuffer pixels = images();
    var labels = new long[batch];
    Arrays.setAll(labels, i -> i % network.graph().classes());
    return of(() -> network.trainStep(pixels, batch, labels, STEP));
  }

  private FloatBuffer images() {
    return new GeneratedImages(1, batch, network.graph().imageSize()).pixels();
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
