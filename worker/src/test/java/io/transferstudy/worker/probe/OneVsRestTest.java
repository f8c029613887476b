package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.findings.AveragePrecision.Truth;
import io.transferstudy.study.protocol.L2Grid;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneVsRestTest {
  private static final Engine ENGINE = Engine.start(2, Device.CPU);
  private static final int N = 60;
  private static final int D = 3;

  /** The last class is shown by nothing, that before it by everything. */
  private static final int CLASSES = 4;

  private static final float[] FEATURES = new float[N * D];
  private static final Truth[][] TRUTHS = new Truth[N][CLASSES];

  static {
    long state = 42;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < D; j++) {
        state = next(state);
        FEATURES[i * D + j] = (float) ((state >> 8) % 1000 / 500f - 1.0);
      }
      for (int k = 0; k < 2; k++) {
        state = next(state);
        long chance = (state >> 8) % 10;
        TRUTHS[i][k] =
            chance == 0
                ? Truth.IGNORED
                : FEATURES[i * D + k] * 5.0 + chance - 5 > 1 ? Truth.PRESENT : Truth.ABSENT;
      }
      TRUTHS[i][2] = Truth.PRESENT;
      TRUTHS[i][3] = Truth.ABSENT;
    }
  }

  private static long next(long state) {
    return (state * 1103515245 + 12345) % (1L << 31);
  }

  private static SeveralFeatures examples(int from, int to) {
    return new SeveralFeatures(
        to - from,
        D,
        CLASSES,
        java.util.Arrays.copyOfRange(FEATURES, from * D, to * D),
        (example, label) -> TRUTHS[from + example][label]);
  }

  /**
   * scikit-learn 1.9.1: {@code LogisticRegression(C=1/(2 * 0.5), tol=1e-12, max_iter=10000)} of
   * each class on the examples that are not difficult for it.
   */
  @Test
  void every_class_is_a_logistic_regression_without_its_difficult_examples() {
    var setting = new OneVsRest(ENGINE, List.of(5.0, 0.5));
    L2Solution solution = setting.refit(examples(0, N), 0.5, () -> false).orElseThrow();
    LinearClassifier classifier = solution.classifier();
    double[][] weights = {
      {1.8640319796901956, -0.37656889801482507, 0.4856926835330744, -0.361628618848081},
      {0.5761629617457575, 2.40922166230134, 0.09109378891349437, -0.5871306928416035},
    };
    for (int k = 0; k < 2; k++) {
      for (int j = 0; j < D; j++) {
        assertThat(classifier.weights()[j * CLASSES + k])
            .as("class %d, feature %d", k, j)
            .isCloseTo(weights[k][j], within(2e-3));
      }
      assertThat(classifier.bias()[k]).isCloseTo(weights[k][D], within(2e-3));
    }
    assertThat(classifier.bias()[2]).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(classifier.bias()[3]).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void one_lambda_is_chosen_for_all_classes_by_their_logits() {
    var seen = new ArrayList<Integer>();
    var setting = new OneVsRest(ENGINE, L2Grid.VALUES);
    L2Choice choice =
        setting
            .choose(
                examples(0, 40), examples(40, N), OneVsRestTest::agreement, () -> false, seen::add)
            .orElseThrow();
    assertThat(seen).containsExactly(1, 2, 3, 4);
    assertThat(choice.candidates()).hasSize(45);
    for (L2Candidate candidate : choice.candidates()) {
      assertThat(candidate.score()).isLessThanOrEqualTo(choice.best().score());
      assertThat(candidate.suboptimalityAtMost()).isLessThanOrEqualTo(1e-4 * candidate.objective());
    }
    assertThat(choice.best().score()).isGreaterThan(0.6);
  }

  /** Of the first two classes, the share of examples whose logit has the right sign. */
  private static double agreement(float[] logits) {
    int right = 0;
    for (int i = 0; i < 20; i++) {
      for (int k = 0; k < 2; k++) {
        right += logits[i * CLASSES + k] > 0 == (TRUTHS[40 + i][k] == Truth.PRESENT) ? 1 : 0;
      }
      assertThat(logits[i * CLASSES + 2]).isEqualTo(Float.POSITIVE_INFINITY);
    }
    return right / 40.0;
  }

  @Test
  void stops_between_lambdas() {
    var setting = new OneVsRest(ENGINE, L2Grid.VALUES);
    var asked = new ArrayList<Integer>();
    assertThat(
            setting.choose(
                examples(0, 40),
                examples(40, N),
                OneVsRestTest::agreement,
                () -> {
                  asked.add(1);
                  return asked.size() == 3;
                },
                _ -> {}))
        .isEmpty();
    assertThat(asked).hasSize(3);
    assertThat(setting.refit(examples(0, 40), 1e-3, () -> true)).isEmpty();
  }
}
