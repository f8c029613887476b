package io.transferstudy.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.worker.engine.MicroBatches.Part;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
  @Test
  void partsFollowOneAnotherAndDifferByOneAtMost() {
    assertThat(MicroBatches.of(16, 1).parts()).containsExactly(new Part(0, 16));
    assertThat(MicroBatches.of(16, 2).parts()).containsExactly(new Part(0, 8), new Part(8, 8));
    assertThat(MicroBatches.of(7, 2).parts()).containsExactly(new Part(0, 3), new Part(3, 4));
    for (int total = 1; total < 70; total++) {
      for (int divisor = 1; divisor <= 128; divisor *= 2) {
        int next = 0;
        for (Part part : MicroBatches.of(total, divisor).parts()) {
          assertThat(part.from()).isEqualTo(next);
          next += part.count();
        }
        assertThat(next).isEqualTo(total);
      }
    }
  }

  /** Batch normalisation has no variance of one example. */
  @Test
  void noPartHasASingleExample() {
    assertThat(MicroBatches.of(7, 128).parts())
        .containsExactly(new Part(0, 2), new Part(2, 2), new Part(4, 3));
    assertThat(MicroBatches.of(1, 4).parts()).containsExactly(new Part(0, 1));
  }
}
