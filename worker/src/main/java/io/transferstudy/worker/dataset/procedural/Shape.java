package io.transferstudy.worker.dataset.procedural;

/** A figure within the unit circle. */
enum Shape {
  DISC {
    @Override
    double distance(double u, double v) {
      return Area.length(u, v) - 0.85;
    }
  },
  SQUARE {
    @Override
    double distance(double u, double v) {
      return Math.max(Math.abs(u), Math.abs(v)) - 0.72;
    }
  },
  TRIANGLE {
    @Override
    double distance(double u, double v) {
      return Math.max(v, -v / 2 + 0.866 * Math.abs(u)) - 0.5;
    }
  },
  STAR {
    @Override
    double distance(double u, double v) {
      double waves = StrictMath.cos(5 * StrictMath.atan2(v, u));
      return 0.8 * (Area.length(u, v) - 0.66 * (1 + 0.36 * waves));
    }
  },
  CROSS {
    @Override
    double distance(double u, double v) {
      double a = Math.abs(u);
      double b = Math.abs(v);
      return Math.min(Math.max(a - 0.9, b - 0.3), Math.max(a - 0.3, b - 0.9));
    }
  },
  RING {
    @Override
    double distance(double u, double v) {
      return Math.abs(Area.length(u, v) - 0.66) - 0.24;
    }
  };

  /** Signed distance from the edge, negative inside; v points down. */
  abstract double distance(double u, double v);
}
