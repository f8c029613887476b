package io.transferstudy.worker.dataset.procedural;

import java.util.SplittableRandom;

/**
 * Where a figure is, how large and how turned.
 *
 * @param centreX in pixels
 * @param centreY in pixels
 * @param radius the figure's unit, in pixels
 * @param cos of its rotation
 * @param sin of its rotation
 * @param stretch its width grows and its height shrinks by this factor
 */
record Placement(
    double centreX, double centreY, double radius, double cos, double sin, double stretch) {

  static Placement of(
      double centreX, double centreY, double radius, double rotation, double aspect) {
    return new Placement(
        centreX,
        centreY,
        radius,
        StrictMath.cos(rotation),
        StrictMath.sin(rotation),
        Math.sqrt(aspect));
  }

  /**
   * A figure near the middle.
   *
   * @param smallest radius as a fraction of the image
   * @param largest likewise
   * @param shift of the centre in each direction, likewise
   * @param turn largest rotation, in radians
   */
  static Placement draw(
      SplittableRandom random, double smallest, double largest, double shift, double turn) {
    double radius = Canvas.SIZE * random.nextDouble(smallest, largest);
    double x = Canvas.SIZE * (0.5 + Draws.around(random, shift));
    double y = Canvas.SIZE * (0.5 + Draws.around(random, shift));
    return of(x, y, radius, Draws.around(random, turn), 1);
  }

  Placement stretched(double aspect) {
    return new Placement(centreX, centreY, radius, cos, sin, Math.sqrt(aspect));
  }

  /** A figure's coordinate along its own horizontal axis, in radii. */
  double u(double x, double y) {
    return ((x - centreX) * cos + (y - centreY) * sin) / (radius * stretch);
  }

  /** A figure's coordinate along its own vertical axis, downwards, in radii. */
  double v(double x, double y) {
    return ((y - centreY) * cos - (x - centreX) * sin) * stretch / radius;
  }

  /** The column of a point of the figure; the inverse of {@link #u}. */
  double x(double u, double v) {
    return centreX + radius * (u * stretch * cos - v / stretch * sin);
  }

  /** The row of a point of the figure; the inverse of {@link #v}. */
  double y(double u, double v) {
    return centreY + radius * (u * stretch * sin + v / stretch * cos);
  }

  /** A shape as a region of the image. */
  Area area(Shape shape) {
    return (x, y) -> shape.distance(u(x, y), v(x, y)) * radius;
  }
}
