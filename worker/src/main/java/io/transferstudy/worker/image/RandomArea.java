package io.transferstudy.worker.image;

import java.util.SplittableRandom;

/** The part of an image that a random resized crop keeps, drawn as torchvision draws it. */
final class RandomArea {
  private static final double MIN_RATIO = 3.0 / 4;
  private static final double MAX_RATIO = 4.0 / 3;
  private static final int TRIES = 10;

  private RandomArea() {}

  /** Area uniform in [minArea, 1] of the image, ratio of the sides log-uniform in [3/4, 4/3]. */
  static Box draw(int width, int height, double minArea, SplittableRandom random) {
    double area = (double) width * height;
    for (int i = 0; i < TRIES; i++) {
      double wanted = area * (minArea + (1 - minArea) * random.nextDouble());
      double log = StrictMath.log(MIN_RATIO);
      double ratio = StrictMath.exp(log + random.nextDouble() * (StrictMath.log(MAX_RATIO) - log));
      int w = (int) Math.rint(Math.sqrt(wanted * ratio));
      int h = (int) Math.rint(Math.sqrt(wanted / ratio));
      if (0 < w && w <= width && 0 < h && h <= height) {
        return new Box(random.nextInt(width - w + 1), random.nextInt(height - h + 1), w, h);
      }
    }
    return fallback(width, height);
  }

  /** The largest central part with an allowed ratio. */
  private static Box fallback(int width, int height) {
    double ratio = (double) width / height;
    int w = ratio > MAX_RATIO ? (int) Math.rint(height * MAX_RATIO) : width;
    int h = ratio < MIN_RATIO ? (int) Math.rint(width / MIN_RATIO) : height;
    return new Box((width - w) / 2, (height - h) / 2, w, h);
  }
}
