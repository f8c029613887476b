package io.transferstudy.study.plan;

import io.transferstudy.study.work.WorkId;
import java.util.Map;

/**
 * The seam between deciding and doing: Kubernetes Jobs, or processes of this machine.
 *
 * <p>Every implementation passes {@code CellExecutorContract}.
 */
public interface CellExecutor {

  /**
   * What is known of every piece of work that was ever started, from durable records and from what
   * runs. Work that is not in the map is waiting. Results survive a restart of the observer.
   */
  Map<WorkId, WorkState> observe();

  /** Does one action. Starting an attempt that was started before does nothing. */
  void apply(Action action);
}
