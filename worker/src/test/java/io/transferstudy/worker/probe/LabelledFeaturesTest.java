package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LabelledFeaturesTest {
  @Test
  void namesTheExampleWhoseFeatureIsNotFinite() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LabelledFeatures(2, 2, 2, new float[] {1, 2, Float.NaN, 4}, new int[] {0, 1}))
        .withMessageContaining("feature 0 of example 1 is NaN")
        .withMessageContaining("check its weights");
  }

  @Test
  void namesTheExampleWhoseLabelIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledFeatures(2, 1, 2, new float[2], new int[] {0, 2}))
        .withMessage("label of example 1 is 2; expected 0 to 1");
  }

  @Test
  void refusesArraysOfOtherSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledFeatures(2, 2, 2, new float[3], new int[] {0, 1}))
        .withMessageContaining("got 3 values and 2 labels");
  }

  @Test
  void joinsInOrder() {
    var first = new LabelledFeatures(1, 2, 3, new float[] {1, 2}, new int[] {2});
    var second = new LabelledFeatures(2, 2, 3, new float[] {3, 4, 5, 6}, new int[] {0, 1});
    LabelledFeatures all = first.and(second);
    assertThat(all.n()).isEqualTo(3);
    assertThat(all.features()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(all.labels()).containsExactly(2, 0, 1);
  }
}
