package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TroublesTest {
  private final Troubles troubles = new Troubles();

  private Duration note() {
    return troubles.note("uid", "vision/study", "exceeded quota");
  }

  @Test
  void waitsDoubleUpToAMinuteAndBeginAnewAfterASuccess() {
    assertThat(note()).isEqualTo(Duration.ofSeconds(1));
    assertThat(note()).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 100; i++) {
      assertThat(note()).isBetween(Duration.ofSeconds(4), Duration.ofMinutes(1));
    }
    assertThat(note()).isEqualTo(Duration.ofMinutes(1));
    troubles.forget("uid");
    assertThat(note()).isEqualTo(Duration.ofSeconds(1));
  }
}
