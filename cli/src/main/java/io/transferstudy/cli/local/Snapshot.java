package io.transferstudy.cli.local;

import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.Map;

/**
 * All that there is to show of a study at one moment.
 *
 * @param seen states of the work that was ever started
 * @param workers what the workers that run have last said
 * @param slots how many may run at once
 */
public record Snapshot(
    Study study,
    Map<WorkId, WorkState> seen,
    Map<WorkId, WorkerProgress> workers,
    int slots,
    Instant now) {

  /** Where the cells stand. */
  public Progress progress() {
    return Progress.of(study, seen);
  }

  /** Whether any worker runs. */
  boolean anyRunning() {
    return seen.values().stream().anyMatch(WorkState.Running.class::isInstance);
  }

  /** The state of a piece of work. */
  public WorkState state(WorkId work) {
    return seen.getOrDefault(work, new WorkState.Waiting(WorkState.Attempts.NONE));
  }
}
