package io.transferstudy.study.plan;

import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkId;

/** What an executor is to do. Applying an action twice has the effect of applying it once. */
public sealed interface Action {
  WorkId work();

  /**
   * Start an attempt.
   *
   * @param attempt counted from 1
   * @param seed of initialisation, order and augmentation
   * @param threads of the engine
   * @param microBatchDivisor into how many parts the worker divides each batch
   */
  record Start(WorkId work, int attempt, Stage stage, long seed, int threads, int microBatchDivisor)
      implements Action {}

  /** End what runs, after a checkpoint if it can make one. */
  record Stop(WorkId work, StopReason reason) implements Action {}

  /** Why something is stopped. */
  enum StopReason {
    /** The study is suspended: it goes on later. */
    SUSPENDED,
    /** It ran past the deadline of an attempt. */
    DEADLINE,
    /** An edit took it out of the grid. */
    NOT_IN_GRID
  }
}
