package io.transferstudy.operator.study;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter.RateLimitState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets each study be planned once a second: what happens in between is seen together. The
 * framework's own limiter waits for the time that has passed instead of the time that is left.
 */
public final class OncePerSecond implements RateLimiter<OncePerSecond.Last> {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Clock clock;

  /** A limiter that reads time from {@code clock}. */
  public OncePerSecond(Clock clock) {
    this.clock = clock;
  }

  /** When a study was last let through. */
  public static final class Last implements RateLimitState {
    private Instant at = Instant.EPOCH;
  }

  @Override
  public Optional<Duration> isLimited(RateLimitState state) {
    var last = (Last) state;
    Instant now = clock.instant();
    Duration left = Duration.between(now, last.at.plus(INTERVAL));
    if (left.isPositive()) {
      return Optional.of(left);
    }
    last.at = now;
    return Optional.empty();
  }

  @Override
  public Last initState() {
    return new Last();
  }
}
