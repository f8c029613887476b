package io.transferstudy.study.plan;

import io.transferstudy.study.plan.WorkState.Failed;
import io.transferstudy.study.work.WorkId;
import java.time.Duration;
import java.time.Instant;

/** Whether and when a failed attempt is followed by another. */
final class Retries {
  /** Only a cluster that is broken, or an autoscaler gone wild, disrupts one cell so often. */
  static final int MAX_FREE = 20;

  /** A batch of at most 256 in pairs. */
  private static final int MOST_HALVINGS = 7;

  private static final Duration FIRST_DELAY = Duration.ofSeconds(2);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  private Retries() {}

  static boolean another(Failed failed, int attempts) {
    return switch (failed.failure().kind().retry()) {
      case NEVER -> false;
      case COUNTED -> failed.attempts().counted() < attempts;
      case FREE -> failed.attempts().free() < MAX_FREE;
    };
  }

  /**
   * Into how many parts a batch is divided: twice as many after each attempt that needed too much
   * memory.
   */
  static int microBatchDivisor(WorkState.Attempts attempts) {
    return 1 << Math.min(attempts.outOfMemory(), MOST_HALVINGS);
  }

  /** Doubling delays, spread over half their length by the work's own hash: no thundering herd. */
  static Instant notBefore(WorkId work, Failed failed) {
    int doublings = Math.min(Math.max(0, failed.attempts().made() - 1), 16);
    long millis = Math.min(FIRST_DELAY.toMillis() << doublings, LONGEST_DELAY.toMillis());
    long spread = Math.floorMod(work.key().hashCode(), 1_000) * millis / 2_000;
    return failed.at().plusMillis(millis / 2 + spread);
  }
}
