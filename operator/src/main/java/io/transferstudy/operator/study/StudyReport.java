package io.transferstudy.operator.study;

import io.transferstudy.api.mapping.Violation;
import io.transferstudy.api.v1alpha1.CellCounts;
import io.transferstudy.api.v1alpha1.GridStatus;
import io.transferstudy.api.v1alpha1.SharedStatus;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Scheduling;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Eta;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A study's status: a pure function of what was observed. */
final class StudyReport {
  /** A larger grid would not fit; then {@code kubectl get tcells} has it. */
  private static final int MOST_CELLS_IN_GRID = 1_000;

  private static final TransferStudyStatus EMPTY =
      new TransferStudyStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  private StudyReport() {}

  /** Of a study that cannot be run as it is: what was found before stays. */
  static TransferStudyStatus refused(
      TransferStudy study, SharedRecords shared, List<Violation> violations, Instant now) {
    long generation = study.getMetadata().getGeneration();
    TransferStudyStatus before = study.getStatus() == null ? EMPTY : study.getStatus();
    var conditions =
        new Conditions(before, generation, now)
            .with("Accepted", false, "Invalid", RefusalText.of(violations))
            .with(
                "Progressing",
                false,
                "Invalid",
                "correct the manifest; what ran was stopped and goes on then")
            .list();
    return new TransferStudyStatus(
        generation,
        "Invalid",
        conditions,
        stopped(before.counts()),
        before.progress(),
        before.best(),
        shared.pretrainedOrNull(),
        shared.gatesOrNull(),
        shared.preparedOrNull(),
        before.settings(),
        before.grid(),
        before.claimName(),
        before.gpuHoursUsed(),
        before.gpuHoursExpected(),
        null);
  }

  private static @Nullable CellCounts stopped(@Nullable CellCounts counts) {
    return counts == null
        ? null
        : new CellCounts(
            counts.total(),
            counts.pending() + counts.running(),
            0,
            counts.succeeded(),
            counts.failed());
  }

  /** Of a study that runs or has run. */
  static TransferStudyStatus of(
      Blueprint blueprint,
      @Nullable TransferStudyStatus before,
      Map<WorkId, Observation> seen,
      Map<WorkId, WorkState> states,
      Progress progress,
      Findings findings,
      @Nullable Obstacle obstacle,
      Instant now) {
    var counts =
        new CellCounts(
            progress.cells().size(),
            progress.count(Phase.PENDING),
            progress.count(Phase.RUNNING),
            progress.count(Phase.SUCCEEDED),
            progress.count(Phase.FAILED));
    int ended = counts.succeeded() + counts.failed();
    var gpus = GpuStatus.of(blueprint.study(), states, now);
    SharedRecords shared = shared(blueprint, seen);
    var status =
        new TransferStudyStatus(
            blueprint.generation(),
            state(blueprint, seen, progress, gpus),
            conditions(blueprint, before, seen, progress, counts, gpus, obstacle, now),
            counts,
            ended + "/" + counts.total(),
            FindingsStatus.best(findings).orElse(null),
            shared.pretrainedOrNull(),
            shared.gatesOrNull(),
            shared.preparedOrNull(),
            FindingsStatus.settings(findings),
            grid(blueprint.study().grid(), progress).orElse(null),
            blueprint.claimName(),
            gpus.used(),
            gpus.expected(),
            eta(blueprint, seen, states).map(Instant::toString).orElse(null));
    return StatusBudget.fit(status);
  }

  private static Optional<Instant> eta(
      Blueprint blueprint, Map<WorkId, Observation> seen, Map<WorkId, WorkState> states) {
    return seen.values().stream()
        .flatMap(o -> Stream.ofNullable(o.record().finishedAt()))
        .max(Comparator.naturalOrder())
        .flatMap(lastEnd -> Eta.of(blueprint.study(), states, lastEnd));
  }

  private static String state(
      Blueprint blueprint, Map<WorkId, Observation> seen, Progress progress, GpuStatus gpus) {
    if (progress.complete()) {
      return "Complete";
    }
    if (blueprint.study().limits().suspend()) {
      return "Suspended";
    }
    if (estimates(blueprint) && !running(seen)) {
      return "Estimated";
    }
    if (gpus.outOfBudget() && !running(seen)) {
      return "BudgetExceeded";
    }
    return seen.isEmpty() ? "Pending" : "Running";
  }

  private static boolean estimates(Blueprint blueprint) {
    return blueprint.study().scheduling().mode() == Scheduling.Mode.ESTIMATE;
  }

  private static boolean running(Map<WorkId, Observation> seen) {
    return seen.values().stream().anyMatch(o -> o.state() instanceof WorkState.Running);
  }

  private static String estimate(Blueprint blueprint, CellCounts counts, GpuStatus gpus) {
    int gates = count(blueprint, WorkId.Gate.class);
    int prepared = count(blueprint, WorkId.Prepare.class);
    return "%s%s%s and %s; %s"
        .formatted(
            Figures.count(counts.total(), "cell"),
            prepared == 0 ? "" : ", " + Figures.count(prepared, "data set") + " to prepare",
            gates == 0 ? "" : ", " + Figures.count(gates, "weights check"),
            Figures.count(count(blueprint, WorkId.Pretrain.class), "pretraining"),
            gpus.estimate());
  }

  private static int count(Blueprint blueprint, Class<? extends WorkId> kind) {
    return (int) blueprint.definitions().keySet().stream().filter(kind::isInstance).count();
  }

  private static List<StudyCondition> conditions(
      Blueprint blueprint,
      @Nullable TransferStudyStatus before,
      Map<WorkId, Observation> seen,
      Progress progress,
      CellCounts counts,
      GpuStatus gpus,
      @Nullable Obstacle obstacle,
      Instant now) {
    boolean complete = progress.complete();
    boolean suspended = blueprint.study().limits().suspend();
    int ended = counts.succeeded() + counts.failed();
    String soFar = ended + " of " + counts.total() + " cells have ended";
    var conditions =
        new Conditions(before, blueprint.generation(), now)
            .with("Accepted", true, "Valid", counts.total() + " cells");
    if (complete) {
      conditions.with("Progressing", false, "Complete", soFar);
    } else if (suspended) {
      conditions.with("Progressing", false, "Suspended", soFar);
    } else if (estimates(blueprint)) {
      conditions.with("Progressing", false, "Estimated", estimate(blueprint, counts, gpus));
    } else if (gpus.outOfBudget() && !running(seen)) {
      conditions.with(
          "Progressing", false, "BudgetExceeded", gpus.message(blueprint.study().scheduling()));
    } else if (obstacle != null) {
      conditions.with("Progressing", false, obstacle.reason(), obstacle.message());
    } else {
      conditions.with("Progressing", true, "Running", soFar);
    }
    gpus.condition(conditions, blueprint.study().scheduling());
    if (!complete) {
      ClaimConditions.add(conditions, blueprint.claims());
    }
    return conditions
        .with(
            "Complete",
            complete,
            complete ? (counts.failed() == 0 ? "AllSucceeded" : "SomeFailed") : "InProgress",
            soFar)
        .with(
            "Degraded",
            counts.failed() > 0,
            counts.failed() > 0 ? "CellsFailed" : "NoFailures",
            counts.failed() > 0 ? failures(progress, counts) : "no cell has failed for good")
        .with(
            "Suspended",
            suspended,
            suspended ? "AsAsked" : "NotSuspended",
            suspended ? "set spec.suspend to false to go on" : "")
        .list();
  }

  private static String failures(Progress progress, CellCounts counts) {
    Optional<CellProgress> first =
        progress.cells().stream().filter(cell -> cell.phase() == Phase.FAILED).findFirst();
    return counts.failed()
        + " of "
        + counts.total()
        + " cells failed, such as "
        + first
            .map(cell ->
                cell.cell() + (cell.failure() == null ? "" : ": " + cell.failure().message()))
            .orElse("");
  }

  /** The same status with the shared work of {@code changed} brought up to date. */
  static TransferStudyStatus withShared(
      @Nullable TransferStudyStatus status, Blueprint blueprint, Map<WorkId, Observation> changed) {
    TransferStudyStatus before = status == null ? EMPTY : status;
    var known = SharedRecords.of(before);
    var fresh = shared(blueprint, changed);
    var shared = SharedRecords.NONE;
    for (WorkId each : blueprint.definitions().keySet()) {
      if (each instanceof WorkId.Shared work) {
        Optional<SharedStatus> record = fresh.of(work).or(() -> known.of(work));
        if (record.isPresent()) {
          shared = shared.with(work, record.get());
        }
      }
    }
    return new TransferStudyStatus(
        before.observedGeneration(),
        before.state(),
        before.conditions(),
        before.counts(),
        before.progress(),
        before.best(),
        shared.pretrainedOrNull(),
        shared.gatesOrNull(),
        shared.preparedOrNull(),
        before.settings(),
        before.grid(),
        before.claimName(),
        before.gpuHoursUsed(),
        before.gpuHoursExpected(),
        before.eta());
  }

  private static SharedRecords shared(Blueprint blueprint, Map<WorkId, Observation> seen) {
    var shared = SharedRecords.NONE;
    for (var entry : blueprint.definitions().entrySet()) {
      if (entry.getKey() instanceof WorkId.Shared work
          && seen.get(work) instanceof Observation observation
          && !observation.record().equals(WorkRecord.NONE)) {
        shared =
            shared.with(
                work,
                StatusRecords.shared(
                    work, entry.getValue(), phase(blueprint, observation), observation));
      }
    }
    return shared;
  }

  private static Phase phase(Blueprint blueprint, Observation observation) {
    return switch (observation.state()) {
      case WorkState.Done _ -> Phase.SUCCEEDED;
      // A stopped attempt whose end is recorded keeps its place, but must be read back as ended.
      case WorkState.Running _ ->
          observation.record().outcome() == null ? Phase.RUNNING : Phase.PENDING;
      case WorkState.Waiting _ -> Phase.PENDING;
      case WorkState.Failed failed ->
          Planner.givenUp(failed, blueprint.study()) ? Phase.FAILED : Phase.PENDING;
    };
  }

  private static Optional<GridStatus> grid(Grid grid, Progress progress) {
    List<CellProgress> cells = progress.cells();
    if (cells.size() > MOST_CELLS_IN_GRID) {
      return Optional.empty();
    }
    return Optional.of(
        new GridStatus(
            grid.models().stream().map(model -> model.name()).toList(),
            grid.datasets().stream().map(dataset -> dataset.name()).toList(),
            grid.settings().stream().map(setting -> setting.name()).toList(),
            grid.seeds(),
            cells.stream()
                .map(cell -> cell.phase().label().substring(0, 1))
                .collect(Collectors.joining()),
            cells.stream()
                .map(cell -> cell.result() == null ? 0 : cell.result().correct())
                .toList(),
            cells.stream().map(cell -> cell.result() == null ? 0 : cell.result().total()).toList(),
            scores(grid, cells)));
  }

  private static @Nullable List<Double> scores(Grid grid, List<CellProgress> cells) {
    if (grid.datasets().stream().allMatch(d -> d.scoredBy() == Metric.TOP_1)) {
      return null;
    }
    return cells.stream()
        .map(cell -> cell.result() == null ? 0 : FindingsStatus.score(cell.result()))
        .toList();
  }
}
