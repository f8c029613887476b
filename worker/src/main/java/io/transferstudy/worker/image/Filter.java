package io.transferstudy.worker.image;

/** A resampling kernel, as Pillow defines it ({@code src/libImaging/Resample.c}). */
public enum Filter {
  /** The triangle. */
  BILINEAR(1) {
    @Override
    double weight(double distance) {
      return Math.max(0, 1 - Math.abs(distance));
    }
  },
  /** Keys' cubic convolution with a = -0.5. */
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final double support;

  Filter(double support) {
    this.support = support;
  }

  /** Half the kernel's width at scale 1, in source pixels. */
  double support() {
    return support;
  }

  abstract double weight(double distance);
}
