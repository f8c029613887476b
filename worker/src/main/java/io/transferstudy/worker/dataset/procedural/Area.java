package io.transferstudy.worker.dataset.procedural;

/** A region of the image, by its signed distance. */
@FunctionalInterface
interface Area {
  /** Pixels from its edge, negative inside. */
  double distance(double x, double y);

  static Area disc(double centreX, double centreY, double radius) {
    return (x, y) -> length(x - centreX, y - centreY) - radius;
  }

  /** A line from one point to another with round ends. */
  static Area segment(double x0, double y0, double x1, double y1, double width) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double square = Math.max(1e-9, dx * dx + dy * dy);
    return (x, y) -> {
      double along = Math.clamp(((x - x0) * dx + (y - y0) * dy) / square, 0.0, 1.0);
      return length(x - x0 - along * dx, y - y0 - along * dy) - width / 2;
    };
  }

  /** Euclidean; exact to the bit on every machine, other than {@link Math#hypot}. */
  static double length(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }
}
