package io.transferstudy.cli.local;

import io.transferstudy.study.work.Outcome;
import java.time.Instant;

/**
 * How an attempt ended, as it was judged once and for all.
 *
 * @param endedAt ISO-8601
 */
record AttemptEnd(Outcome outcome, String endedAt) {
  static AttemptEnd of(Outcome outcome, Instant now) {
    return new AttemptEnd(outcome, now.toString());
  }

  Instant at() {
    return Instant.parse(endedAt);
  }
}
