package io.transferstudy.cli.local;

import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** Tells in lines what has happened to a study since the last time. */
public final class Retelling {
  private final Study study;
  private final BiFunction<WorkId, Integer, Path> log;
  private Map<WorkId, WorkState> told;
  private int finished;

  /**
   * @param log where an attempt's log lies
   * @param known what is not news, because an earlier run has told it
   */
  public Retelling(Study study, BiFunction<WorkId, Integer, Path> log, Snapshot known) {
    this.study = study;
    this.log = log;
    this.told = known.seen();
    this.finished = finished(known);
  }

  /** One line for each piece of work that has ended since. */
  public List<String> news(Snapshot now) {
    var lines = new ArrayList<String>();
    for (WorkId work : Planner.work(study)) {
      WorkState state = now.state(work);
      if (!state.equals(told.get(work))) {
        lines.addAll(line(work, state));
      }
    }
    told = now.seen();
    finished = finished(now); // with the cells that failed because their pretraining did
    return lines;
  }

  private static int finished(Snapshot snapshot) {
    var progress = snapshot.progress();
    return progress.count(Phase.SUCCEEDED) + progress.count(Phase.FAILED);
  }

  private List<String> line(WorkId work, WorkState state) {
    return switch (state) {
      case WorkState.Done(_, Outcome.Success result) -> {
        var lines = new ArrayList<String>();
        lines.add(prefix(work) + name(study, work) + ": " + told(work, result));
        result.warned().forEach(warning -> lines.add("    warning: " + warning));
        yield lines;
      }
      case WorkState.Failed failed when Planner.givenUp(failed, study) ->
          List.of(
              prefix(work) + name(study, work) + ": FAILED: " + failed.failure().message(),
              "    remedy: " + failed.failure().kind().remedy(),
              "    log: " + log.apply(work, failed.attempts().made()));
      case WorkState.Failed(var attempts, _, Failure failure) ->
          List.of(
              switch (failure.kind().retry()) {
                case FREE -> name(study, work) + ": " + failure.message() + "; it goes on later";
                case COUNTED, NEVER ->
                    "%s: attempt %d failed and is tried again: %s"
                        .formatted(name(study, work), attempts.made(), failure.message());
              });
      case WorkState.Waiting _, WorkState.Running _ -> List.of();
    };
  }

  private String prefix(WorkId work) {
    return switch (work) {
      case WorkId.Shared _ -> "";
      case WorkId.OfCell _ -> ++finished + "/" + study.grid().cells().size() + " ";
    };
  }

  /** What people call that piece of work. */
  static String name(Study study, WorkId work) {
    return switch (work) {
      case WorkId.Prepare(var dataset) -> "images of " + dataset;
      case WorkId.Gate(var model) -> "weights of " + model;
      case WorkId.Pretrain(var model) ->
          study.grid().model(model).source() instanceof ModelSource.Pretrained(var source, _, _)
              ? model + " pretrained on " + source.name()
              : model + " pretrained";
      case WorkId.OfCell(CellId(var model, var dataset, var setting, var seed)) ->
          model
              + " x "
              + dataset
              + ", "
              + setting
              + (study.grid().seeds().size() == 1 ? "" : ", seed " + seed);
    };
  }

  private static String told(WorkId work, Outcome.Success result) {
    String time = result.reused() ? "known already" : Clockwork.precise(result.seconds());
    return switch (work) {
      case WorkId.Prepare _ ->
          "%s packed%s (%s)"
              .formatted(
                  Figures.count(result.correct(), "image"),
                  result.correct() == result.total()
                      ? ""
                      : ", %d skipped".formatted(result.total() - result.correct()),
                  time);
      case WorkId.Gate _ ->
          "%d of %d checked outputs are right (%s)"
              .formatted(result.correct(), result.total(), time);
      case WorkId.Pretrain _, WorkId.OfCell _ -> {
        Score score = Score.of(result);
        yield String.format(
            Locale.ROOT,
            "%.3f [%.2f, %.2f]%s (%s)",
            score.value(),
            score.interval95().low(),
            score.interval95().high(),
            score.metric() == Metric.TOP_1 ? "" : " " + score.metric().label(),
            time);
      }
    };
  }
}
