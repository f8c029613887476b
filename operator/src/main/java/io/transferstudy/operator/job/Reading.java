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
   */
  record UnderWay(@Nullable Instant since, @Nullable String reason, @Nullable String message)
      implements Reading {}

  /** It has ended. */
  record Ended(Outcome outcome, Instant at) implements Reading {}

  /** The Job has ended, but no pod is known that would say how. */
  record NoPod(Instant at) implements Reading {}
}
