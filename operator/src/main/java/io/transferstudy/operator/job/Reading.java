package io.transferstudy.operator.job;

import io.transferstudy.study.work.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a Job and its Pods say about an attempt. */
sealed interface Reading {

  /**
   * It has not ended.
   *
   * @param since its pod was accepted by a node; null as long as that has not happened
   * @param reason what it waits for, in a word; null while it works
   * @param message the same for people
   * @param again when to look again, because a wait is said only after a grace; else null
   */
  record UnderWay(
      @Nullable Instant since,
      @Nullable String reason,
      @Nullable String message,
      @Nullable Instant again)
      implements Reading {
    UnderWay(@Nullable Instant since, @Nullable String reason, @Nullable String message) {
      this(since, reason, message, null);
    }
  }

  /**
   * It has ended.
   *
   * @param node that it ran on; null if none is known
   */
  record Ended(Outcome outcome, Instant at, @Nullable String node) implements Reading {}

  /** The Job has ended, but no pod is known that would say how. */
  record NoPod(Instant at) implements Reading {}
}
