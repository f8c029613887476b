package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import org.junit.jupiter.api.Test;

class PredictorTest {
  private static final Engine ENGINE = Engine.start(2, Device.CPU);
  private static final LabelledFeatures THREE =
      new LabelledFeatures(3, 2, 3, new float[] {1, 0, 0, 1, 2, 2}, new int[] {0, 1, 0});

  @Test
  void logitsAreWeightedSumsPlusBias() {
    var classifier =
        new LinearClassifier(
            2,
            3,
            new double[] {1, 2, 0, -1, 4, 0},
            new double[] {0.5, -0.5, Double.NEGATIVE_INFINITY});
    try (var predictor = Predictor.open(ENGINE, THREE)) {
      Predictions predictions = predictor.predict(classifier);
      float never = Float.NEGATIVE_INFINITY;
      assertThat(predictions.logits())
          .containsExactly(1.5f, 1.5f, never, -0.5f, 3.5f, never, 0.5f, 11.5f, never);
      assertThat(predictions.predicted()).as("the first of equal logits").containsExactly(0, 1, 1);
      assertThat(predictions.correct(THREE.labels())).isEqualTo(2);
    }
  }

  @Test
  void refusesAClassifierOfOtherFeatures() {
    try (var predictor = Predictor.open(ENGINE, THREE)) {
      var other = new LinearClassifier(1, 3, new double[3], new double[3]);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> predictor.predict(other))
          .withMessage("a classifier of 1 features cannot classify 2");
    }
  }
}
