package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class OncePerSecondTest {
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void whatIsLimitedWaitsForTheRestOfTheSecond() {
    var limiter = new OncePerSecond(new Ticking());
    var study = limiter.initState();
    var other = limiter.initState();

    assertThat(limiter.isLimited(study)).isEmpty();
    now = now.plusMillis(300);
    assertThat(limiter.isLimited(study)).contains(Duration.ofMillis(700));
    assertThat(limiter.isLimited(other)).isEmpty();
    now = now.plusMillis(600);
    assertThat(limiter.isLimited(study)).contains(Duration.ofMillis(100));
    now = now.plusMillis(100);
    assertThat(limiter.isLimited(study)).isEmpty();
    assertThat(limiter.isLimited(study)).contains(Duration.ofSeconds(1));
  }

  private final class Ticking extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
