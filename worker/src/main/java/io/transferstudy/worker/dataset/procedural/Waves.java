package io.transferstudy.worker.dataset.procedural;

import java.util.SplittableRandom;

/**
 * Two phases that grow at right angles to each other, at any angle to the image.
 *
 * @param stepX growth of the first phase per pixel to the right
 * @param stepY growth of the first phase per pixel down
 * @param startA of the first phase
 * @param startB of the second
 */
record Waves(double stepX, double stepY, double startA, double startB) {

  /**
   * @param shortest period in pixels
   * @param longest period in pixels
   */
  static Waves draw(SplittableRandom random, double shortest, double longest) {
    return growing(random, 2 * Math.PI / random.nextDouble(shortest, longest));
  }

  /** Phases that grow by so much per pixel. */
  static Waves growing(SplittableRandom random, double step) {
    double angle = Draws.angle(random);
    return new Waves(
        step * StrictMath.cos(angle),
        step * StrictMath.sin(angle),
        Draws.angle(random),
        Draws.angle(random));
  }

  /** The first phase, in radians. */
  double a(double x, double y) {
    return startA + x * stepX + y * stepY;
  }

  /** The second phase, in radians. */
  double b(double x, double y) {
    return startB - x * stepY + y * stepX;
  }

  Mask stripes() {
    return (x, y) -> StrictMath.sin(a(x, y));
  }

  Mask checks() {
    return (x, y) -> 1.6 * StrictMath.sin(a(x, y)) * StrictMath.sin(b(x, y));
  }

  Mask dots() {
    return (x, y) -> StrictMath.cos(a(x, y)) + StrictMath.cos(b(x, y)) - 0.5;
  }
}
