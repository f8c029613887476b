package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.torchscript.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class L2PathTest {
  private static final double[] LAMBDAS = {1e4, 30, 1, 0.1, 1e-2, 1e-3};

  private static final Engine ENGINE = Engine.start(2, Device.CPU);

  private static List<L2Solution> path(
      LabelledFeatures train, Precision precision, double tolerance, double... lambdas) {
    try (var path = L2Path.open(ENGINE, train, precision)) {
      var solutions = new ArrayList<L2Solution>();
      for (double lambda : lambdas) {
        solutions.add(path.solve(lambda, tolerance));
      }
      return solutions;
    }
  }

  @ParameterizedTest(name = "n={0} d={1} K={2}")
  @CsvSource({"60, 8, 4", "80, 12, 2", "25, 30, 3", "7, 20, 2", "120, 3, 9", "30, 1, 3"})
  void agreesWithNewtonsMethodInFloat64(int n, int d, int classes) {
    for (long seed = 0; seed < 2; seed++) {
      LabelledFeatures train = RandomProblem.of(n, d, classes, seed);
      for (L2Solution solution : path(train, Precision.DOUBLE, 1e-14, LAMBDAS)) {
        LinearClassifier exact = new NewtonReference(train, solution.lambda()).solve();
        assertThat(solution.classifier().weights())
            .usingComparatorWithPrecision(1e-5)
            .containsExactly(exact.weights());
        assertThat(solution.classifier().bias())
            .usingComparatorWithPrecision(1e-5)
            .containsExactly(exact.bias());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, 1e-3", "FLOAT, 1e-6", "DOUBLE, 1e-2", "DOUBLE, 1e-6"})
  void theGapBoundsTheDistanceToTheOptimum(Precision precision, double tolerance) {
    for (long seed = 10; seed < 14; seed++) {
      LabelledFeatures train = RandomProblem.of(70, 15, 5, seed);
      for (L2Solution solution : path(train, precision, tolerance, LAMBDAS)) {
        double optimum =
            NewtonReference.objective(
                train, new NewtonReference(train, solution.lambda()).solve(), solution.lambda());
        double reached = NewtonReference.objective(train, solution.classifier(), solution.lambda());
        assertThat(solution.suboptimalityAtMost())
            .isLessThanOrEqualTo(tolerance * solution.objective());
        double rounding = (precision == Precision.FLOAT ? 1e-7 : 1e-12) * optimum;
        assertThat(reached - optimum)
            .isLessThanOrEqualTo(solution.suboptimalityAtMost() + rounding);
        assertThat(solution.objective()).isCloseTo(reached, within(1e-6 * reached));
      }
    }
  }

  @Test
  void warmStartsEndWhereColdOnesDo() {
    LabelledFeatures train = RandomProblem.of(90, 40, 6, 3);
    L2Solution warm = path(train, Precision.DOUBLE, 1e-13, 100, 10, 1, 0.1, 0.01).getLast();
    L2Solution cold = path(train, Precision.DOUBLE, 1e-13, 0.01).getFirst();
    assertThat(warm.classifier().weights())
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(cold.classifier().weights());
  }

  @Test
  void sameInputSameBits() {
    LabelledFeatures train = RandomProblem.of(150, 64, 7, 4);
    L2Solution first = path(train, Precision.FLOAT, 1e-5, LAMBDAS).getLast();
    L2Solution second = path(train, Precision.FLOAT, 1e-5, LAMBDAS).getLast();
    assertThat(second.classifier().weights()).containsExactly(first.classifier().weights());
    assertThat(second.objective()).isEqualTo(first.objective());
  }

  @Test
  void aClassWithoutExamplesIsLeftOut() {
    LabelledFeatures train = RandomProblem.of(60, 6, 4, 2, 5);
    int[] compact = Arrays.stream(train.labels()).map(k -> k == 3 ? 2 : k).toArray();
    var without = new LabelledFeatures(train.n(), train.d(), 3, train.features(), compact);
    L2Solution four = path(train, Precision.DOUBLE, 1e-10, LAMBDAS).getLast();
    L2Solution three = path(without, Precision.DOUBLE, 1e-10, LAMBDAS).getLast();
    assertThat(four.objective()).isEqualTo(three.objective());
    assertThat(four.classifier().bias()[2]).isEqualTo(Double.NEGATIVE_INFINITY);
    try (var predictor = Predictor.open(ENGINE, train)) {
      Predictions predictions = predictor.predict(four.classifier());
      assertThat(Arrays.stream(predictions.predicted()).filter(k -> k == 2)).isEmpty();
      assertThat(predictions.correct(train.labels())).isGreaterThan(train.n() / 2);
    }
  }

  @Test
  void oneClassAloneNeedsNoWeights() {
    var train = new LabelledFeatures(3, 2, 2, new float[] {1, 2, 3, 4, 5, 7}, new int[] {1, 1, 1});
    L2Solution solution = path(train, Precision.FLOAT, 1e-6, 1).getFirst();
    assertThat(solution.objective()).isZero();
    assertThat(solution.classifier().weights()).containsOnly(0);
  }

  @Test
  void identicalFeaturesGiveTheClassFrequencies() {
    var features = new float[4 * 3];
    Arrays.fill(features, 2.5f);
    var train = new LabelledFeatures(4, 3, 2, features, new int[] {0, 0, 0, 1});
    L2Solution solution = path(train, Precision.DOUBLE, 1e-13, 1).getFirst();
    assertThat(solution.classifier().weights()).containsOnly(0);
    assertThat(solution.classifier().bias()[0] - solution.classifier().bias()[1])
        .isCloseTo(Math.log(3), within(1e-6));
  }

  @Test
  void featuresOfVeryDifferentScaleAreSolvedToo() {
    LabelledFeatures plain = RandomProblem.of(80, 5, 3, 6);
    float[] scaled = plain.features().clone();
    for (int i = 0; i < plain.n(); i++) {
      scaled[i * 5] *= 1000;
      scaled[i * 5 + 1] *= 0.001f;
    }
    var train = new LabelledFeatures(plain.n(), 5, 3, scaled, plain.labels());
    for (L2Solution solution : path(train, Precision.DOUBLE, 1e-9, LAMBDAS)) {
      assertThat(solution.suboptimalityAtMost()).isLessThanOrEqualTo(1e-9 * solution.objective());
    }
  }

  @Test
  void aToleranceBelowRoundingEnds() {
    LabelledFeatures train = RandomProblem.of(60, 10, 3, 7);
    for (L2Solution solution : path(train, Precision.FLOAT, 1e-20, LAMBDAS)) {
      assertThat(solution.iterations()).isLessThan(500);
      assertThat(solution.suboptimalityAtMost()).isLessThan(1e-6 * solution.objective());
    }
  }

  @Test
  void refusesLambdasThatAreNotAboveZero() {
    try (var path = L2Path.open(ENGINE, RandomProblem.of(10, 2, 2, 8), Precision.FLOAT)) {
      assertThatThrownBy(() -> path.solve(0, 1e-4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("above 0, got 0.0");
    }
  }
}
