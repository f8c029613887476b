package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against the two-loop recursion as Liu and Nocedal (1989) write it, on vectors. */
class CorrectionPairsTest {
  private static final int SIZE = 6;
  private static final int CAPACITY = 4;

  private final CorrectionPairs pairs = new CorrectionPairs(CAPACITY);
  private final double[][] rows = new double[2 * pairs.slots()][SIZE];
  private final List<double[][]> kept = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void combinesAsTheTwoLoopRecursionDoes() {
    double[] gradient = vector();
    for (int step = 0; step < 11; step++) {
      double[] move = vector();
      double[] change = new double[SIZE];
      for (int j = 0; j < SIZE; j++) {
        change[j] = (step == 5 ? -1 : 1) * (j + 1) * move[j]; // the sixth has negative curvature
      }
      gradient = offer(move, change, gradient);
      double[] expected = twoLoops(gradient);
      double[] coefficients = pairs.combine(products(gradient));
      for (int j = 0; j < SIZE; j++) {
        double sum = gradient[j];
        for (int row = 0; row < rows.length; row++) {
          sum += coefficients[row] * rows[row][j];
        }
        assertThat(sum).isCloseTo(expected[j], within(1e-9));
      }
    }
    assertThat(kept).hasSize(CAPACITY);
  }

  private double[] offer(double[] move, double[] change, double[] gradient) {
    double[] after = new double[SIZE];
    for (int j = 0; j < SIZE; j++) {
      after[j] = gradient[j] + change[j];
    }
    double[] before = products(gradient);
    rows[pairs.spare()] = move;
    rows[pairs.slots() + pairs.spare()] = change;
    pairs.offer(dot(move, change), dot(change, change), before, products(after));
    if (dot(move, change) > 0) {
      kept.add(new double[][] {move, change});
      if (kept.size() > CAPACITY) {
        kept.removeFirst();
      }
    }
    return after;
  }

  private double[] twoLoops(double[] gradient) {
    double[] q = gradient.clone();
    double[] alpha = new double[kept.size()];
    for (int i = kept.size() - 1; i >= 0; i--) {
      double[] s = kept.get(i)[0];
      double[] y = kept.get(i)[1];
      alpha[i] = dot(s, q) / dot(s, y);
      add(q, -alpha[i], y);
    }
    for (int i = 0; i < kept.size(); i++) {
      double[] s = kept.get(i)[0];
      double[] y = kept.get(i)[1];
      add(q, alpha[i] - dot(y, q) / dot(s, y), s);
    }
    return q;
  }

  private double[] products(double[] gradient) {
    return java.util.Arrays.stream(rows).mapToDouble(row -> dot(row, gradient)).toArray();
  }

  private double[] vector() {
    return random.doubles(SIZE, -1, 1).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] vector) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * vector[i];
    }
  }
}
