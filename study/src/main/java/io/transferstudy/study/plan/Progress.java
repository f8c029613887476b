package io.transferstudy.study.plan;

import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.plan.WorkState.Failed;
import io.transferstudy.study.plan.WorkState.Running;
import io.transferstudy.study.plan.WorkState.Waiting;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkId.OfCell;
import io.transferstudy.study.work.WorkId.Pretrain;
import io.transferstudy.study.work.WorkId.Shared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a study stands.
 *
 * @param cells one entry a cell, in the order of the grid
 * @param pretrained results of pretraining, by model
 */
public record Progress(List<CellProgress> cells, Map<String, Outcome.Success> pretrained) {

  /** Derives progress from what was observed. */
  public static Progress of(Study study, Map<WorkId, WorkState> seen) {
    var pretrained = new LinkedHashMap<String, Outcome.Success>();
    for (var model : study.grid().models()) {
      if (seen.get(new Pretrain(model.name())) instanceof Done(_, var result)) {
        pretrained.put(model.name(), result);
      }
    }
    var cells = study.grid().cells().stream().map(cell -> cell(study, cell, seen)).toList();
    return new Progress(cells, Map.copyOf(pretrained));
  }

  private static CellProgress cell(Study study, CellId cell, Map<WorkId, WorkState> seen) {
    WorkState state = seen.getOrDefault(new OfCell(cell), new Waiting(Attempts.NONE));
    return switch (state) {
      case Done(var attempts, var result) ->
          new CellProgress(cell, Phase.SUCCEEDED, attempts.made(), result, null);
      case Running(var attempts, _) ->
          new CellProgress(cell, Phase.RUNNING, attempts.made(), null, null);
      case Failed failed when Planner.givenUp(failed, study) ->
          new CellProgress(cell, Phase.FAILED, failed.attempts().made(), null, failed.failure());
      case Failed failed ->
          new CellProgress(cell, Phase.PENDING, failed.attempts().made(), null, failed.failure());
      case Waiting(var attempts) -> waiting(study, cell, attempts, seen);
    };
  }

  private static CellProgress waiting(
      Study study, CellId cell, Attempts attempts, Map<WorkId, WorkState> seen) {
    Failure cause = cause(study, new OfCell(cell), seen);
    if (cause != null) {
      return new CellProgress(cell, Phase.FAILED, attempts.made(), null, cause);
    }
    return new CellProgress(cell, Phase.PENDING, attempts.made(), null, null);
  }

  /** What has failed for good before that work, so that it never starts; null if nothing has. */
  private static @Nullable Failure cause(Study study, WorkId work, Map<WorkId, WorkState> seen) {
    for (Shared before : Prerequisites.of(study, work)) {
      if (seen.get(before) instanceof Failed failed && Planner.givenUp(failed, study)) {
        return Planner.causedBy(before, failed.failure());
      }
      Failure earlier = cause(study, before, seen);
      if (earlier != null) {
        return Planner.causedBy(before, earlier);
      }
    }
    return null;
  }

  /** How many cells are in that phase. */
  public int count(Phase phase) {
    return (int) cells.stream().filter(cell -> cell.phase() == phase).count();
  }

  /** Whether every cell has succeeded or failed for good. */
  public boolean complete() {
    return count(Phase.SUCCEEDED) + count(Phase.FAILED) == cells.size();
  }
}
