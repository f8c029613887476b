package io.transferstudy.worker.probe;

import java.util.Arrays;

/**
 * Minimises the objective over the few directions in which a path has been moving (Narkiss and
 * Zibulevsky 2005), by Newton's method in their coefficients.
 */
final class SubspaceStart {
  private static final int STEPS = 5;
  private static final int HALVINGS = 6;
  private static final double RIDGE = 1e-7;
  private static final double SETTLED = 1e-6;

  /**
   * The objective at given coefficients.
   *
   * @param gradient by coefficient
   * @param hessian row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Quadratic(double value, double[] gradient, double[] hessian) {}

  interface Objective {
    Quadratic at(double[] coefficients);
  }

  private SubspaceStart() {}

  /** The coefficients, starting from zero; never worse than zero. */
  static double[] minimise(Objective objective, int directions) {
    double[] point = new double[directions];
    Quadratic here = objective.at(point);
    for (int step = 0; step < STEPS; step++) {
      double[] move = newtonStep(here);
      double decrease = -dot(here.gradient(), move);
      if (!(decrease > SETTLED * Math.abs(here.value()))) {
        return point;
      }
      Quadratic better = null;
      for (int halving = 0; halving < HALVINGS && better == null; halving++) {
        double share = Math.scalb(1.0, -halving);
        double[] trial = new double[directions];
        Arrays.setAll(trial, moveFrom(point, move, share));
        Quadratic there = objective.at(trial);
        if (there.value() < here.value()) {
          better = there;
          point = trial;
        }
      }
      if (better == null) {
        return point;
      }
      here = better;
    }
    return point;
  }

  private static java.util.function.IntToDoubleFunction moveFrom(
      double[] point, double[] move, double share) {
    return i -> point[i] + share * move[i];
  }

  /** Solves (H + ridge diag H) move = -gradient by Gaussian elimination; H is positive definite. */
  private static double[] newtonStep(Quadratic at) {
    int size = at.gradient().length;
    double[][] rows = new double[size][size + 1];
    for (int i = 0; i < size; i++) {
      System.arraycopy(at.hessian(), i * size, rows[i], 0, size);
      rows[i][i] = rows[i][i] * (1 + RIDGE) + Double.MIN_NORMAL;
      rows[i][size] = -at.gradient()[i];
    }
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        double factor = rows[j][i] / rows[i][i];
        for (int k = i; k <= size; k++) {
          rows[j][k] -= factor * rows[i][k];
        }
      }
    }
    double[] move = new double[size];
    for (int i = size - 1; i >= 0; i--) {
      double rest = rows[i][size];
      for (int k = i + 1; k < size; k++) {
        rest -= rows[i][k] * move[k];
      }
      move[i] = rest / rows[i][i];
    }
    return move;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
