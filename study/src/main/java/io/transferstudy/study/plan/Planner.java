package io.transferstudy.study.plan;

import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Scheduling;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Action.StopReason;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.plan.WorkState.Failed;
import io.transferstudy.study.plan.WorkState.Running;
import io.transferstudy.study.plan.WorkState.Waiting;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkId.Gate;
import io.transferstudy.study.work.WorkId.OfCell;
import io.transferstudy.study.work.WorkId.OfModel;
import io.transferstudy.study.work.WorkId.Prepare;
import io.transferstudy.study.work.WorkId.Pretrain;
import io.transferstudy.study.work.WorkId.Shared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what to start and what to stop. */
public final class Planner {
  private Planner() {}

  /**
   * Every piece of work of a study: that of data sets, of models, then cells, each in the order of
   * the grid.
   */
  public static List<WorkId> work(Study study) {
    var work = new ArrayList<WorkId>(Prerequisites.all(study));
    study.grid().cells().forEach(cell -> work.add(new OfCell(cell)));
    return List.copyOf(work);
  }

  /** The same in the order in which it is started as far as it may start. */
  public static List<WorkId> inOrder(Study study, Map<WorkId, WorkState> seen) {
    return StartOrder.of(study, work(study), ExpectedSeconds.of(seen));
  }

  /** {@link #plan(Study, Map, int, Instant)} with as many places as parallelism allows. */
  public static List<Action> plan(Study study, Map<WorkId, WorkState> seen, Instant now) {
    return plan(study, seen, Integer.MAX_VALUE, now).actions();
  }

  /**
   * What brings the observed closer to the wanted: stops first, then starts in order, as many as
   * parallelism, places and budget allow.
   *
   * @param seen what an executor observed
   * @param places how many attempts may start now on account of what other studies run
   * @param now for deadlines, retry delays and the budget
   */
  public static Plan plan(Study study, Map<WorkId, WorkState> seen, int places, Instant now) {
    var inGrid = new HashSet<>(work(study));
    var actions = new ArrayList<Action>();
    int running = 0;
    for (var entry : seen.entrySet()) {
      if (entry.getValue() instanceof Running run) {
        Optional<StopReason> stop = stop(study, run, inGrid.contains(entry.getKey()), now);
        stop.ifPresent(reason -> actions.add(new Action.Stop(entry.getKey(), reason)));
        running++; // a stopped one keeps its place until it is seen to be gone
      }
    }
    int free = Math.max(0, study.limits().parallelism() - running);
    boolean outOfBudget = false;
    if (starting(study) && free > 0) {
      var expected = ExpectedSeconds.of(seen);
      var account = GpuAccount.of(study, seen, expected, now);
      int left = Math.min(free, places);
      for (WorkId work : StartOrder.of(study, unfinished(study, seen), expected)) {
        if (left == 0 || outOfBudget) {
          break;
        }
        Optional<Action> start = start(study, work, seen, now);
        outOfBudget = start.isPresent() && !account.admits(work);
        if (start.isPresent() && !outOfBudget) {
          actions.add(start.get());
          account = account.plus(work);
          left--;
        }
      }
    }
    return new Plan(actions, outOfBudget);
  }

  /** Whether the study starts work at all. */
  static boolean starting(Study study) {
    return !study.limits().suspend() && study.scheduling().mode() == Scheduling.Mode.RUN;
  }

  private static List<WorkId> unfinished(Study study, Map<WorkId, WorkState> seen) {
    List<WorkId> open =
        work(study).stream()
            .filter(
                work -> !(seen.get(work) instanceof Done) && !(seen.get(work) instanceof Running))
            .toList();
    var needed = new HashSet<Shared>();
    open.forEach(work -> needed.addAll(Prerequisites.of(study, work)));
    return open.stream()
        .filter(work ->
            switch (work) {
              // Nobody asks for these themselves.
              case Prepare _, Gate _ -> needed.contains(work);
              case Pretrain _, OfCell _ -> true;
            })
        .toList();
  }

  private static Optional<StopReason> stop(Study study, Running run, boolean inGrid, Instant now) {
    if (!inGrid) {
      return Optional.of(StopReason.NOT_IN_GRID);
    }
    if (study.limits().suspend()) {
      return Optional.of(StopReason.SUSPENDED);
    }
    var deadline = study.limits().deadline();
    return deadline != null && !run.since().plus(deadline).isAfter(now)
        ? Optional.of(StopReason.DEADLINE)
        : Optional.empty();
  }

  private static Optional<Action> start(
      Study study, WorkId work, Map<WorkId, WorkState> seen, Instant now) {
    WorkState state = seen.getOrDefault(work, new Waiting(Attempts.NONE));
    return switch (state) {
      case Waiting(var attempts) -> start(study, work, attempts, seen);
      case Failed failed
          when Retries.another(failed, study.limits().attempts())
              && !Retries.notBefore(work, failed).isAfter(now) ->
          start(study, work, failed.attempts(), seen);
      case Failed _, Running _, Done _ -> Optional.empty();
    };
  }

  private static Optional<Action> start(
      Study study, WorkId work, Attempts attempts, Map<WorkId, WorkState> seen) {
    return stage(study, work, seen)
        .map(stage ->
            new Action.Start(
                work,
                attempts.made() + 1,
                stage,
                seed(study, work),
                study.limits().threads(),
                Retries.microBatchDivisor(attempts)));
  }

  /** The stage with all that it starts from, or empty as long as some of that is not there. */
  private static Optional<Stage> stage(Study study, WorkId work, Map<WorkId, WorkState> seen) {
    var grid = study.grid();
    if (!Prerequisites.of(study, work).stream().allMatch(each -> seen.get(each) instanceof Done)) {
      return Optional.empty();
    }
    return switch (work) {
      case Prepare(var name) -> Prerequisites.packed(study, name).map(Stage.Prepare::new);
      case Gate(var name) -> Optional.of(new Stage.Gate(grid.model(name)));
      case Pretrain(var name) -> {
        Model model = grid.model(name);
        yield model.source() instanceof ModelSource.Pretrained(var source, var recipe, _)
            ? Optional.of(new Stage.Pretrain(model, data(source, seen), recipe))
            : Optional.empty();
      }
      case OfCell(CellId cell) -> {
        Model model = grid.model(cell.model());
        Stage.Data data = data(grid.dataset(cell.dataset()), seen);
        yield switch (grid.setting(cell.setting())) {
          case Setting.FixedFeatures setting ->
              weights(model, seen).map(w -> new Stage.FixedFeatures(model, w, data, setting));
          case Setting.Training setting when setting.needsWeights() ->
              weights(model, seen).map(w -> new Stage.Training(model, w, data, setting));
          case Setting.Training setting ->
              Optional.of(new Stage.Training(model, null, data, setting));
        };
      }
    };
  }

  private static Stage.Data data(Dataset dataset, Map<WorkId, WorkState> seen) {
    return new Stage.Data(
        dataset,
        Prerequisites.preparation(dataset)
            .map(work -> seen.get(work) instanceof Done(_, var result) ? result.artifacts() : null)
            .orElse(null));
  }

  private static Optional<Weights> weights(Model model, Map<WorkId, WorkState> seen) {
    return switch (model.source()) {
      case ModelSource.WeightsFile(var path, _) ->
          digest(new Gate(model.name()), seen).map(sha256 -> new Weights.File(path, sha256));
      case ModelSource.TorchScript own ->
          digest(new Gate(model.name()), seen).map(sha256 -> new Weights.File(own.path(), sha256));
      case ModelSource.Download(var uri, var announced) ->
          digest(new Gate(model.name()), seen)
              .map(sha256 -> new Weights.Downloaded(uri, announced, sha256));
      case ModelSource.Pretrained _ -> {
        var pretrain = new Pretrain(model.name());
        yield seen.get(pretrain) instanceof Done(_, var result)
            ? digest(pretrain, seen)
                .map(sha256 ->
                    new Weights.Artifact(result.artifacts() + "/weights.safetensors", sha256))
            : Optional.empty();
      }
      case ModelSource.None _ -> Optional.empty();
    };
  }

  /** Of the weights that a model's work has made or checked: cells use these very bytes. */
  private static Optional<String> digest(OfModel work, Map<WorkId, WorkState> seen) {
    return seen.get(work) instanceof Done(_, var result)
        ? Optional.ofNullable(result.weightsSha256())
        : Optional.empty();
  }

  private static long seed(Study study, WorkId work) {
    return switch (work) {
      case Prepare _, Gate _ -> 0;
      case Pretrain(var name) ->
          study.grid().model(name).source() instanceof ModelSource.Pretrained pretrained
              ? pretrained.seed()
              : 0;
      case OfCell(CellId cell) -> cell.seed();
    };
  }

  /**
   * When to plan again although nothing happens: the end of the next retry delay or deadline; empty
   * if there is none. What could have been done by {@code now} waits for something else.
   */
  public static Optional<Instant> wakeUp(Study study, Map<WorkId, WorkState> seen, Instant now) {
    Instant next = null;
    for (WorkId work : work(study)) {
      WorkState state = seen.get(work);
      Instant at = null;
      if (state instanceof Failed failed
          && Retries.another(failed, study.limits().attempts())
          && starting(study)) {
        at = Retries.notBefore(work, failed);
      } else if (state instanceof Running run && study.limits().deadline() != null) {
        at = run.since().plus(study.limits().deadline());
      }
      if (at != null && at.isAfter(now) && (next == null || at.isBefore(next))) {
        next = at;
      }
    }
    return Optional.ofNullable(next);
  }

  /** Whether a failed piece of work has no attempt left. */
  public static boolean givenUp(Failed failed, Study study) {
    return !Retries.another(failed, study.limits().attempts());
  }

  /** A failure that another piece of work's failure causes. */
  static Failure causedBy(Shared work, Failure failure) {
    String what =
        switch (work) {
          case Prepare(var dataset) -> "the preparation of " + dataset;
          case Gate(var model) -> "the check of the weights of " + model;
          case Pretrain(var model) -> "pretraining of " + model;
        };
    return new Failure(failure.kind(), what + " failed: " + failure.message());
  }
}
