package io.transferstudy.worker.dataset.procedural;

import io.transferstudy.worker.image.Chance;
import java.util.SplittableRandom;

/** Invented letters: two curved strokes of a pen, written a little differently each time. */
final class GlyphArtist implements Artist {
  private static final int STROKES = 2;
  private static final int CONTROL_POINTS = 4;
  private static final int SEGMENTS = 12;
  private static final double HAND = 0.14;

  /** Control points by class, stroke and coordinate: x0, y0, x1, y1, ... */
  private final double[][][] letters;

  GlyphArtist(long seed, int classes) {
    letters = new double[classes][STROKES][2 * CONTROL_POINTS];
    for (int label = 0; label < classes; label++) {
      SplittableRandom random = Chance.random(seed, "glyphs/class", label);
      for (double[] stroke : letters[label]) {
        for (int i = 0; i < stroke.length; i++) {
          stroke[i] = Draws.around(random, 0.8);
        }
      }
    }
  }

  @Override
  public void draw(Canvas canvas, int label, SplittableRandom random) {
    double slant = Draws.around(random, 0.25);
    Placement placement = Placement.draw(random, 0.34, 0.46, 0.16, 0.35);
    double pen = random.nextDouble(1.2, 2.4);
    Area letter = (_, _) -> Double.MAX_VALUE;
    for (double[] stroke : letters[label]) {
      letter = union(letter, written(stroke, slant, placement, pen, random));
    }
    canvas.paint(letter, Rgb.bright(random));
  }

  private static Area written(
      double[] stroke, double slant, Placement placement, double pen, SplittableRandom random) {
    var points = new double[stroke.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = stroke[i] + HAND * random.nextGaussian();
    }
    Area curve = (_, _) -> Double.MAX_VALUE;
    double lastX = 0;
    double lastY = 0;
    for (int i = 0; i <= SEGMENTS; i++) {
      double t = (double) i / SEGMENTS;
      double v = bezier(points, 1, t);
      double u = bezier(points, 0, t) + slant * v;
      double x = placement.x(u, v);
      double y = placement.y(u, v);
      if (i > 0) {
        curve = union(curve, Area.segment(lastX, lastY, x, y, pen));
      }
      lastX = x;
      lastY = y;
    }
    return curve;
  }

  /**
   * @param axis 0 for x, 1 for y
   */
  private static double bezier(double[] points, int axis, double t) {
    double s = 1 - t;
    return s * s * s * points[axis]
        + 3 * s * s * t * points[axis + 2]
        + 3 * s * t * t * points[axis + 4]
        + t * t * t * points[axis + 6];
  }

  private static Area union(Area one, Area other) {
    return (x, y) -> Math.min(one.distance(x, y), other.distance(x, y));
  }
}
