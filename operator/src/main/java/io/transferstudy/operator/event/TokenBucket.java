package io.transferstudy.operator.event;

import java.time.Duration;
import java.time.Instant;

/** Lets a burst through, then one at a time. Used by one thread at a time. */
final class TokenBucket {
  private final int burst;
  private final Duration each;
  private int tokens;
  private Instant since;

  /**
   * A full bucket.
   *
   * @param burst tokens that it holds
   * @param each how long one token takes to come back
   */
  TokenBucket(int burst, Duration each, Instant now) {
    this.burst = burst;
    this.each = each;
    this.tokens = burst;
    this.since = now;
  }

  /** Whether a token was there; it is taken then. */
  boolean take(Instant now) {
    long back = Math.max(0, Duration.between(since, now).dividedBy(each));
    if (tokens + back >= burst) {
      tokens = burst;
      since = now;
    } else {
      tokens += (int) back;
      since = since.plus(each.multipliedBy(back));
    }
    if (tokens == 0) {
      return false;
    }
    tokens--;
    return true;
  }
}
