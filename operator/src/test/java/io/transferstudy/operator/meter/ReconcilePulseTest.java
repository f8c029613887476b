package io.transferstudy.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ReconcilePulseTest {
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final ReconcilePulse pulse = new ReconcilePulse(new SimpleMeterRegistry(), clock);

  @Test
  void whoeverHasNoStudiesMayBeSilent() {
    now = now.plus(Duration.ofHours(3));
    assertThat(pulse.beats(false)).isTrue();
  }

  @Test
  void studiesThatNobodyLooksAtAreASignOfAStuckQueue() {
    now = now.plus(Duration.ofMinutes(14));
    assertThat(pulse.beats(true)).isTrue();
    now = now.plus(Duration.ofMinutes(2));
    assertThat(pulse.beats(true)).isFalse();
  }
}
