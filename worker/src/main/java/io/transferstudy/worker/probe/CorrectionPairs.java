package io.transferstudy.worker.probe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The memory of L-BFGS (Liu and Nocedal 1989) without its vectors: which rows hold correction pairs
 * s, y, and their inner products. The two-loop recursion runs on these (Chen, Wang and Zhou 2014),
 * its result being the coefficients of a combination of the rows.
 */
final class CorrectionPairs {
  private final int capacity;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final List<Integer> rows = new ArrayList<>(); // oldest first
  private final double[][] sy;
  private final double[][] yy;

  CorrectionPairs(int capacity) {
    this.capacity = capacity;
    this.sy = new double[slots()][slots()];
    this.yy = new double[slots()][slots()];
    clear();
  }

  /** One more than the pairs kept: the place of a pair that may yet be refused. */
  int slots() {
    return capacity + 1;
  }

  /** The row into which the next pair has to be written. */
  int spare() {
    return free.getFirst();
  }

  void clear() {
    rows.clear();
    free.clear();
    for (int slot = 0; slot < slots(); slot++) {
      free.add(slot);
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Keeps the pair in the spare row if it has positive curvature, dropping the oldest when full.
   *
   * @param curvature s'y of the new pair
   * @param square y'y of the new pair
   * @param before inner products of all rows (all s, then all y) with the gradient before the step
   * @param after the same with the gradient after it; y being the gradients' difference
   */
  void offer(double curvature, double square, double[] before, double[] after) {
    if (!(curvature > 0)) {
      return;
    }
    int slot = free.removeFirst();
    for (int row : rows) {
      sy[row][slot] = after[row] - before[row];
      double product = after[slots() + row] - before[slots() + row];
      yy[row][slot] = product;
      yy[slot][row] = product;
    }
    sy[slot][slot] = curvature;
    yy[slot][slot] = square;
    rows.add(slot);
    if (rows.size() > capacity) {
      free.add(rows.removeFirst());
    }
  }

  /**
   * Takes over new inner products of all rows, as after a change of scale.
   *
   * @param gram row-major, of all s, then all y, with each other
   */
  void rescale(double[] gram) {
    int width = 2 * slots();
    for (int i = 0; i < slots(); i++) {
      for (int j = 0; j < slots(); j++) {
        sy[i][j] = gram[i * width + slots() + j];
        yy[i][j] = gram[(slots() + i) * width + slots() + j];
      }
    }
    for (int row : List.copyOf(rows)) {
      if (!(sy[row][row] > 0)) {
        rows.remove(Integer.valueOf(row));
        free.add(row);
      }
    }
  }

  /**
   * The quasi-Newton step from a gradient g: minus (g + the rows combined by the result).
   *
   * @param withGradient inner products of all rows with g
   * @return a coefficient per row: all s, then all y
   */
  double[] combine(double[] withGradient) {
    double[] coefficients = new double[2 * slots()];
    double[] alpha = new double[slots()];
    for (int i = rows.size() - 1; i >= 0; i--) {
      int row = rows.get(i);
      double product = withGradient[row];
      for (int newer : rows.subList(i + 1, rows.size())) {
        product -= alpha[newer] * sy[row][newer];
      }
      alpha[row] = product / sy[row][row];
      coefficients[slots() + row] = -alpha[row];
    }
    for (int i = 0; i < rows.size(); i++) {
      int row = rows.get(i);
      double product = withGradient[slots() + row];
      for (int other : rows) {
        product -= alpha[other] * yy[row][other];
      }
      for (int older : rows.subList(0, i)) {
        product += coefficients[older] * sy[older][row];
      }
      coefficients[row] = alpha[row] - product / sy[row][row];
    }
    return coefficients;
  }
}
