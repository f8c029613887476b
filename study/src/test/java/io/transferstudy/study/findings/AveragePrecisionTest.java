package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.findings.AveragePrecision.Truth;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against sums by hand and against scikit-learn 1.9.1. */
class AveragePrecisionTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static AveragePrecision of(float[] scores, int... truths) {
    return AveragePrecision.of(scores, i -> truth(truths[i]));
  }

  /** As the lists of PASCAL VOC have it. */
  private static Truth truth(int listed) {
    return listed == 0 ? Truth.IGNORED : listed > 0 ? Truth.PRESENT : Truth.ABSENT;
  }

  @Test
  void the_mean_of_the_highest_precisions_at_eleven_recalls() {
    float[] scores = {0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f};
    // The fourth is difficult. Recalls and precisions: 1/3 1; 1/3 1/2; 2/3 2/3; 2/3 1/2; 1 3/5.
    var order = of(scores, 1, -1, 1, 0, -1, 1);
    assertThat(order.value()).hasValueCloseTo((4 * 1 + 3 * (2 / 3.0) + 4 * 0.6) / 11, EXACT);
    assertThat(order.positives()).isEqualTo(3);
    // As absent it would lower the last precision to 3/6 and that at 2/3 not at all.
    assertThat(of(scores, 1, -1, 1, -1, -1, 1).value())
        .hasValueCloseTo((4 * 1 + 3 * (2 / 3.0) + 4 * 0.5) / 11, EXACT);
    assertThat(of(scores, 1, 1, 1, 0, -1, -1).value()).hasValueCloseTo(1.0, EXACT);
    assertThat(of(scores, -1, 0, -1, -1, -1, -1).value()).isEmpty();
  }

  /** Three tenths in binary are more than 0.3: 3 of 10 must still count as a recall of 0.3. */
  @Test
  void tenths_are_exact() {
    var scores = new float[17];
    var truths = new int[17];
    for (int i = 0; i < 17; i++) {
      scores[i] = -i;
      truths[i] = i < 3 || i >= 10 ? 1 : -1;
    }
    // Precision 1 up to a recall of 3/10, then at best 10 of 17, at the end.
    assertThat(of(scores, truths).value()).hasValueCloseTo((4 + 7 * (10 / 17.0)) / 11, EXACT);
  }

  @Test
  void equal_scores_enter_together_whatever_the_order_of_the_images() {
    assertThat(of(new float[] {0.5f, 0.5f, 0.5f, 0.1f}, 1, -1, 1, -1).value())
        .hasValueCloseTo(2 / 3.0, EXACT);
    assertThat(of(new float[] {0.5f, 0.5f, 0.5f, 0.1f}, -1, 1, 1, -1).value())
        .hasValueCloseTo(2 / 3.0, EXACT);
    assertThat(of(new float[] {0f, -0f}, -1, 1).value()).hasValueCloseTo(0.5, EXACT);
  }

  @Test
  void infinite_scores_are_scores_and_what_is_no_number_is_not() {
    float[] scores = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0};
    assertThat(of(scores, 1, -1, -1).value()).hasValueCloseTo(1.0, EXACT);
    assertThatThrownBy(() -> of(new float[] {1, Float.NaN}, 1, -1))
        .hasMessage("the score of example 1 is no number");
  }

  /**
   * {@code p, r, _ = sklearn.metrics.precision_recall_curve(truth == 1, scores)} of what is not
   * difficult, without the last point, then the mean over j of {@code max(p[10 * r * positives >= j
   * * positives])}; scores and truths come from a linear congruential generator.
   */
  @Test
  void scikit_learn_finds_the_same() {
    assertThat(ElevenPointMap.value(drawn(40, 3, 7))).isCloseTo(0.4074592074592074, EXACT);
    assertThat(ElevenPointMap.value(drawn(200, 5, 1000))).isCloseTo(0.5308110194276711, EXACT);
    assertThat(ElevenPointMap.value(drawn(300, 4, 20))).isCloseTo(0.576657731805212, EXACT);
  }

  static List<AveragePrecision> drawn(int n, int classes, int levels) {
    var scores = new float[classes][n];
    var truths = new int[classes][n];
    long state = n * 1000L + classes * 10L + levels;
    int[] listed = {1, -1, -1, -1, 0};
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < classes; c++) {
        state = (state * 1103515245 + 12345) % (1L << 31);
        truths[c][i] = listed[(int) ((state >> 8) % 5)];
        state = (state * 1103515245 + 12345) % (1L << 31);
        scores[c][i] = (float) ((state >> 8) % levels + (truths[c][i] == 1 ? levels * 0.25 : 0));
      }
    }
    var classesInOrder = new ArrayList<AveragePrecision>();
    for (int c = 0; c < classes; c++) {
      classesInOrder.add(of(scores[c], truths[c]));
    }
    return classesInOrder;
  }
}
