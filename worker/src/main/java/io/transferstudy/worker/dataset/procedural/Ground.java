package io.transferstudy.worker.dataset.procedural;

import java.util.SplittableRandom;

/**
 * A dark colour that runs into another across the image.
 *
 * @param directionX of the run, a unit vector
 */
record Ground(Rgb from, Rgb to, double directionX, double directionY) {

  static Ground draw(SplittableRandom random, double spread) {
    Rgb from = Rgb.draw(random, 0, 0.5);
    var to =
        new Rgb(
            from.red() + Draws.around(random, spread),
            from.green() + Draws.around(random, spread),
            from.blue() + Draws.around(random, spread));
    double angle = Draws.angle(random);
    return new Ground(from, to, StrictMath.cos(angle), StrictMath.sin(angle));
  }

  /**
   * @param x offset from the centre, as a fraction of the image
   */
  Rgb at(double x, double y) {
    return from.mix(to, Math.clamp(0.5 + 0.9 * (x * directionX + y * directionY), 0.0, 1.0));
  }
}
