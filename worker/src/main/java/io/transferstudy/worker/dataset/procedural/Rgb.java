package io.transferstudy.worker.dataset.procedural;

import java.util.SplittableRandom;

/** A colour, each channel in [0, 1]. */
record Rgb(double red, double green, double blue) {

  /** low + range * U(0, 1), channel by channel. */
  static Rgb draw(SplittableRandom random, double low, double range) {
    return new Rgb(
        low + range * random.nextDouble(),
        low + range * random.nextDouble(),
        low + range * random.nextDouble());
  }

  /** A colour of a figure: in the bright half. */
  static Rgb bright(SplittableRandom random) {
    return draw(random, 0.5, 0.5);
  }

  /** A colour of what is in the way. */
  static Rgb clutter(SplittableRandom random) {
    return draw(random, 0, 0.6);
  }

  /** Any colour that is at least so far away. */
  Rgb other(SplittableRandom random, double distance) {
    while (true) {
      Rgb other = draw(random, 0, 1);
      double red = other.red - red();
      double green = other.green - green();
      double blue = other.blue - blue();
      if (red * red + green * green + blue * blue >= distance * distance) {
        return other;
      }
    }
  }

  /** This colour and another, mixed. */
  Rgb mix(Rgb other, double part) {
    return new Rgb(
        red + (other.red - red) * part,
        green + (other.green - green) * part,
        blue + (other.blue - blue) * part);
  }
}
