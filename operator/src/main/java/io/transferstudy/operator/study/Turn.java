package io.transferstudy.operator.study;

import java.time.Duration;

/**
 * How long one kind of request may take within a look at a study: a look of about a second keeps
 * places filled and other studies served.
 *
 * @param end by {@link System#nanoTime}; {@link Long#MAX_VALUE} for none
 */
record Turn(long end) {
  static Turn of(Duration length) {
    return new Turn(System.nanoTime() + length.toNanos());
  }

  boolean isOver() {
    return end != Long.MAX_VALUE && System.nanoTime() - end >= 0;
  }
}
