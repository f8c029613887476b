package io.transferstudy.worker.dataset.procedural;

import io.transferstudy.worker.image.Image;
import java.util.SplittableRandom;

/** A small image in the making; positions are in pixels from the upper left corner. */
final class Canvas {
  /** Height and width in pixels. */
  static final int SIZE = 24;

  private final double[] values = new double[SIZE * SIZE * Image.CHANNELS];

  Canvas(Ground ground) {
    for (int i = 0; i < SIZE * SIZE; i++) {
      set(i, ground.at(offset(i % SIZE), offset(i / SIZE)), 1);
    }
  }

  /** Covers an area with a colour; its edge is antialiased. */
  void paint(Area area, Rgb color) {
    paint(area, (_, _) -> -1, color, color);
  }

  /** Covers an area with two colours in a pattern. */
  void paint(Area area, Mask pattern, Rgb first, Rgb second) {
    for (int i = 0; i < SIZE * SIZE; i++) {
      double x = i % SIZE + 0.5;
      double y = i / SIZE + 0.5;
      double coverage = Math.clamp(0.5 - area.distance(x, y), 0.0, 1.0);
      if (coverage > 0) {
        set(i, first.mix(second, pattern.at(x, y)), coverage);
      }
    }
  }

  /** Lights the image from one side, adds noise and rounds to bytes. */
  Image finish(SplittableRandom random, double noise) {
    double angle = Draws.angle(random);
    double strength = 2 * random.nextDouble(0.35);
    double directionX = strength * StrictMath.cos(angle);
    double directionY = strength * StrictMath.sin(angle);
    double brightness = random.nextDouble(0.75, 1.1);
    var rgb = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      int pixel = i / Image.CHANNELS;
      double light = 1 + offset(pixel % SIZE) * directionX + offset(pixel / SIZE) * directionY;
      double value = values[i] * light * brightness + noise * random.nextGaussian();
      rgb[i] = (byte) Math.round(255 * Math.clamp(value, 0.0, 1.0));
    }
    return new Image(SIZE, SIZE, rgb);
  }

  private void set(int pixel, Rgb color, double coverage) {
    int at = pixel * Image.CHANNELS;
    values[at] += (color.red() - values[at]) * coverage;
    values[at + 1] += (color.green() - values[at + 1]) * coverage;
    values[at + 2] += (color.blue() - values[at + 2]) * coverage;
  }

  /** From the centre, as a fraction of the image. */
  private static double offset(int pixel) {
    return (pixel + 0.5) / SIZE - 0.5;
  }
}
