package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.worker.probe.SubspaceStart.Quadratic;
import org.junit.jupiter.api.Test;

class SubspaceStartTest {
  @Test
  void solvesAQuadraticOfVeryDifferentScales() {
    // (x - 3)^2 + 1e-6 (y + 2)^2
    double[] point =
        SubspaceStart.minimise(
            c ->
                new Quadratic(
                    Math.pow(c[0] - 3, 2) + 1e-6 * Math.pow(c[1] + 2, 2),
                    new double[] {2 * (c[0] - 3), 2e-6 * (c[1] + 2)},
                    new double[] {2, 0, 0, 2e-6}),
            2);
    assertThat(point[0]).isCloseTo(3, within(1e-5));
    assertThat(point[1]).isCloseTo(-2, within(1e-5));
  }

  @Test
  void shortensStepsThatOvershoot() {
    // sqrt(1 + x^2) with its minimum at 1.2: a full Newton step from 0 lands farther away.
    double[] point =
        SubspaceStart.minimise(
            c -> {
              double x = c[0] - 1.2;
              double root = Math.sqrt(1 + x * x);
              return new Quadratic(
                  root, new double[] {x / root}, new double[] {1 / (root * root * root)});
            },
            1);
    assertThat(point[0]).isCloseTo(1.2, within(1e-2));
  }

  @Test
  void staysWhereNothingIsToBeGained() {
    double[] point =
        SubspaceStart.minimise(
            _ -> new Quadratic(5, new double[] {0, 0}, new double[] {0, 0, 0, 0}), 2);
    assertThat(point).containsExactly(0, 0);
  }
}
