package io.transferstudy.study.report;

import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome.Success;
import org.jspecify.annotations.Nullable;

/**
 * One cell as a report lists it.
 *
 * @param score only of a cell that succeeded
 * @param seconds wall clock of the attempt that succeeded, else null
 * @param failure why it failed, or why the last attempt did while another follows; else null
 */
public record CellRow(
    CellId cell,
    Phase phase,
    @Nullable Score score,
    @Nullable Double seconds,
    @Nullable Failure failure) {

  static CellRow of(CellProgress progress) {
    return progress.result() instanceof Success result
        ? new CellRow(
            progress.cell(),
            progress.phase(),
            Score.of(result),
            result.seconds(),
            progress.failure())
        : new CellRow(progress.cell(), progress.phase(), null, null, progress.failure());
  }
}
