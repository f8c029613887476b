package io.transferstudy.worker.model;

import java.util.OptionalDouble;

/**
 * Published top-1 accuracy on ImageNet's validation images, a fraction, one crop, at the entry's
 * own width and image size: what the networks of Kornblith et al., "Do Better ImageNet Models
 * Transfer Better?", arXiv:1805.08974, reach. A checkpoint from elsewhere has another one.
 *
 * @param publicCheckpoint of the weights that the authors of the architecture or TensorFlow
 *     released, used in version 1 (2018)
 * @param retrained of the weights that version 3 (2019) trained without label smoothing, dropout
 *     and auxiliary heads
 */
public record ImagenetTop1(OptionalDouble publicCheckpoint, OptionalDouble retrained) {
  /** Nothing published for this very function. */
  static final ImagenetTop1 UNKNOWN =
      new ImagenetTop1(OptionalDouble.empty(), OptionalDouble.empty());

  static ImagenetTop1 of(double publicCheckpoint, double retrained) {
    return new ImagenetTop1(OptionalDouble.of(publicCheckpoint), OptionalDouble.of(retrained));
  }

  static ImagenetTop1 ofCheckpoint(double publicCheckpoint) {
    return new ImagenetTop1(OptionalDouble.of(publicCheckpoint), OptionalDouble.empty());
  }
}
