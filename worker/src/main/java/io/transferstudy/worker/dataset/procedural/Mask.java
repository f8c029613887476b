package io.transferstudy.worker.dataset.procedural;

/** How much of a second colour there is at a point. */
@FunctionalInterface
interface Mask {
  /** The contrast before clipping: 1/3 and above is all second colour, -1/3 and below all first. */
  double contrast(double x, double y);

  /** The part of the second colour, in [0, 1]. */
  default double at(double x, double y) {
    return Math.clamp(0.5 + 1.5 * contrast(x, y), 0.0, 1.0);
  }
}
