package io.transferstudy.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final Instant START = Instant.parse("2026-01-02T03:00:00Z");

  private final TokenBucket bucket = new TokenBucket(3, Duration.ofSeconds(5), START);

  @Test
  void aBurstAndThenOneAtATime() {
    assertThat(taken(START)).isEqualTo(3);
    assertThat(taken(START.plusSeconds(4))).isZero();
    assertThat(taken(START.plusSeconds(5))).isEqualTo(1);
    assertThat(taken(START.plusSeconds(9))).isZero();
    assertThat(taken(START.plusSeconds(10))).isEqualTo(1);
  }

  @Test
  void aBucketIsNeverMoreThanFull() {
    assertThat(taken(START.plusSeconds(3_600))).isEqualTo(3);
    assertThat(taken(START.plusSeconds(3_604))).isZero();
    assertThat(taken(START.plusSeconds(3_616))).isEqualTo(3);
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    assertThat(taken(START)).isEqualTo(3);
    assertThat(taken(START.minusSeconds(3_600))).isZero();
  }

  private int taken(Instant at) {
    int count = 0;
    while (bucket.take(at)) {
      count++;
    }
    return count;
  }
}
