package io.transferstudy.study.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.plan.WorkState.Failed;
import io.transferstudy.study.plan.WorkState.Running;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkId.Gate;
import io.transferstudy.study.work.WorkId.OfCell;
import io.transferstudy.study.work.WorkId.Prepare;
import io.transferstudy.study.work.WorkId.Pretrain;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Outcome.Success SUCCESS =
      new Outcome.Success("k", 3, 4, null, null, 1, "cpu", false, "results/k", "ab12");

  private final Study study = Studies.pretrained(3, List.of("a", "b"), "x", "y");

  @Test
  void pretraining_and_what_needs_no_weights_start_first() {
    List<Action> actions = Planner.plan(study, Map.of(), NOW);
    assertThat(actions)
        .extracting(Action::work)
        .containsExactly(new Pretrain("a"), new Pretrain("b"), cell("a", "x", "random-init"));
  }

  @Test
  void a_pretrained_model_unlocks_its_cells_and_passes_its_weights_on() {
    List<Action> actions =
        Planner.plan(study, Map.of(new Pretrain("a"), done(1), new Pretrain("b"), running(1)), NOW);
    assertThat(actions)
        .extracting(Action::work)
        .containsExactly(cell("a", "x", "fine-tuned"), cell("a", "y", "fine-tuned"));
    assertThat(((Action.Start) actions.getFirst()).stage())
        .isInstanceOfSatisfying(
            Stage.Training.class,
            stage ->
                assertThat(stage.weights())
                    .isEqualTo(new Weights.Artifact("results/k/weights.safetensors", "ab12")));
  }

  @Test
  void given_weights_pass_a_gate_before_cells_start_from_them() {
    Study given = Studies.withGiven(Studies.pretrained(9, List.of("a"), "x"), "g");
    assertThat(Planner.work(given)).contains(new Gate("g"), new Pretrain("a"));
    assertThat(starts(given, Map.of()))
        .containsExactlyInAnyOrder(
            new Gate("g"),
            new Pretrain("a"),
            cell("a", "x", "random-init"),
            cell("g", "x", "random-init"));

    Map<WorkId, WorkState> passed = Map.of(new Gate("g"), done(1), new Pretrain("a"), running(1));
    assertThat(Planner.plan(given, passed, NOW))
        .filteredOn(action -> action.work().equals(cell("g", "x", "fixed-features")))
        .singleElement()
        .isInstanceOfSatisfying(
            Action.Start.class,
            start ->
                assertThat(start.stage())
                    .isInstanceOfSatisfying(
                        Stage.FixedFeatures.class,
                        stage ->
                            assertThat(stage.weights())
                                .as("the very bytes that were checked")
                                .isEqualTo(new Weights.File("w.safetensors", "ab12"))));
  }

  @Test
  void a_data_set_of_files_is_prepared_before_its_cells_and_no_others_wait() {
    Study folder = Studies.withFolder(Studies.pretrained(9, List.of("a"), "x"), "photos");
    assertThat(starts(folder, Map.of()))
        .containsExactlyInAnyOrder(
            new Prepare("photos"), new Pretrain("a"), cell("a", "x", "random-init"));
    Map<WorkId, WorkState> prepared =
        Map.of(new Prepare("photos"), done(1), new Pretrain("a"), running(1));
    assertThat(Planner.plan(folder, prepared, NOW))
        .filteredOn(action -> action.work().equals(cell("a", "photos", "random-init")))
        .singleElement()
        .isInstanceOfSatisfying(
            Action.Start.class,
            start ->
                assertThat(start.stage())
                    .isInstanceOfSatisfying(
                        Stage.Training.class,
                        stage -> assertThat(stage.data().pack()).isEqualTo("results/k")));
  }

  @Test
  void what_is_wrong_with_a_data_set_fails_its_cells_and_no_others() {
    Study folder = Studies.withFolder(Studies.pretrained(9, List.of("a"), "x"), "photos");
    Map<WorkId, WorkState> failed =
        Map.of(new Prepare("photos"), failed(1, 0, Failure.Kind.BAD_DATA));
    assertThat(Progress.of(folder, failed).cells())
        .filteredOn(cell -> cell.phase() == Phase.FAILED)
        .hasSize(3)
        .allSatisfy(cell -> {
          assertThat(cell.cell().dataset()).isEqualTo("photos");
          assertThat(cell.failure())
              .isEqualTo(
                  new Failure(Failure.Kind.BAD_DATA, "the preparation of photos failed: why"));
        });
    assertThat(starts(folder, failed)).contains(new Pretrain("a"), cell("a", "x", "random-init"));
  }

  @Test
  void what_no_open_cell_needs_is_not_prepared() {
    Study folder = Studies.withFolder(Studies.pretrained(9, List.of("a"), "x"), "photos");
    var seen = new HashMap<WorkId, WorkState>();
    folder.grid().cells().stream()
        .filter(cell -> cell.dataset().equals("photos"))
        .forEach(cell -> seen.put(new OfCell(cell), done(1)));
    assertThat(starts(folder, seen)).doesNotContain(new Prepare("photos"));
  }

  @Test
  void a_failed_gate_stops_its_own_models_cells_that_need_weights() {
    Study given = Studies.withGiven(Studies.pretrained(9, List.of("a"), "x"), "g");
    Map<WorkId, WorkState> failed = Map.of(new Gate("g"), failed(1, 0, Failure.Kind.BAD_WEIGHTS));
    var progress = Progress.of(given, failed);
    assertThat(progress.cells())
        .filteredOn(cell -> cell.phase() == Phase.FAILED)
        .extracting(cell -> cell.cell().model() + " " + cell.cell().setting())
        .containsExactlyInAnyOrder("g fixed-features", "g fine-tuned");
    assertThat(progress.cells())
        .filteredOn(cell -> cell.phase() == Phase.FAILED)
        .allSatisfy(cell ->
            assertThat(cell.failure())
                .isEqualTo(
                    new Failure(
                        Failure.Kind.BAD_WEIGHTS, "the check of the weights of g failed: why")));
    assertThat(starts(given, failed)).contains(new Pretrain("a"), cell("g", "x", "random-init"));
  }

  @Test
  void a_counted_failure_is_tried_again_after_its_delay_and_three_times_at_most() {
    WorkId work = new Pretrain("a");
    var seen = new HashMap<WorkId, WorkState>();
    seen.put(work, failed(1, 0, Failure.Kind.TRANSIENT_IO));
    assertThat(starts(seen, NOW)).doesNotContain(work);
    Instant at = Planner.wakeUp(study, seen, NOW).orElseThrow();
    assertThat(at).isAfter(NOW);
    assertThat(Planner.wakeUp(study, seen, at)).as("it could start, but has no place").isEmpty();
    assertThat(starts(seen, NOW.plusSeconds(3))).contains(work);
    seen.put(work, failed(3, 0, Failure.Kind.TRANSIENT_IO));
    assertThat(starts(seen, NOW.plusSeconds(3_600))).doesNotContain(work);
    seen.put(work, failed(3, 1, Failure.Kind.DISRUPTED));
    assertThat(starts(seen, NOW.plusSeconds(3_600))).contains(work);
  }

  @Test
  void each_lack_of_memory_halves_the_parts_of_a_batch() {
    for (int lacked = 0; lacked < 12; lacked++) {
      var failure = new Failure(Failure.Kind.INTERNAL, "why");
      var failed = new Failed(new Attempts(lacked + 1, lacked + 1, lacked), NOW, failure);
      var later = NOW.plusSeconds(3_600);
      var start =
          (Action.Start) Planner.plan(study, Map.of(new Pretrain("a"), failed), later).getFirst();
      assertThat(start.work()).isEqualTo(new Pretrain("a"));
      assertThat(start.microBatchDivisor()).isEqualTo(lacked < 7 ? 1 << lacked : 128);
    }
  }

  @Test
  void an_attempt_is_counted_by_the_kind_of_its_end() {
    var attempts = new Attempts(4, 1, 1);
    assertThat(attempts.endedBy(Failure.Kind.OUT_OF_MEMORY)).isEqualTo(new Attempts(4, 1, 2));
    assertThat(attempts.endedBy(Failure.Kind.DISRUPTED)).isEqualTo(new Attempts(4, 2, 1));
    assertThat(attempts.endedBy(Failure.Kind.INTERNAL)).isEqualTo(attempts);
  }

  @Test
  void bad_data_is_never_tried_again() {
    Map<WorkId, WorkState> seen = Map.of(new Pretrain("a"), failed(1, 0, Failure.Kind.BAD_DATA));
    assertThat(starts(seen, NOW.plusSeconds(3_600))).doesNotContain(new Pretrain("a"));
  }

  @Test
  void cells_of_a_model_whose_pretraining_failed_for_good_fail_with_its_reason() {
    Progress progress =
        Progress.of(study, Map.of(new Pretrain("a"), failed(1, 0, Failure.Kind.BAD_DATA)));
    assertThat(progress.count(Phase.FAILED)).isEqualTo(4);
    assertThat(progress.cells().getFirst().failure())
        .isEqualTo(new Failure(Failure.Kind.BAD_DATA, "pretraining of a failed: why"));
  }

  @Test
  void a_suspended_study_stops_what_runs_and_starts_nothing() {
    var limits = new Study.Limits(3, true, 3, null, 1);
    var suspended = new Study("tiny", study.grid(), limits);
    assertThat(Planner.plan(suspended, Map.of(new Pretrain("a"), running(1)), NOW))
        .containsExactly(new Action.Stop(new Pretrain("a"), Action.StopReason.SUSPENDED));
  }

  @Test
  void work_past_its_deadline_or_outside_the_grid_is_stopped_and_keeps_its_place() {
    var limits = new Study.Limits(2, false, 3, Duration.ofSeconds(10), 1);
    var hurried = new Study("tiny", study.grid(), limits);
    var seen = new LinkedHashMap<WorkId, WorkState>();
    seen.put(new Pretrain("a"), new Running(new Attempts(1, 0), NOW.minusSeconds(11)));
    seen.put(new Pretrain("gone"), running(1));
    assertThat(Planner.plan(hurried, seen, NOW))
        .containsExactly(
            new Action.Stop(new Pretrain("a"), Action.StopReason.DEADLINE),
            new Action.Stop(new Pretrain("gone"), Action.StopReason.NOT_IN_GRID));
  }

  @Test
  void whatever_fails_every_study_ends_and_never_exceeds_its_parallelism() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var kinds = Failure.Kind.values();
    var seen = new LinkedHashMap<WorkId, WorkState>();
    Instant now = NOW;
    for (int round = 0; round < 100_000; round++) {
      if (Progress.of(study, seen).complete()) {
        return;
      }
      for (Action action : Planner.plan(study, seen, now)) {
        if (action instanceof Action.Start start) {
          var before = seen.get(start.work()) instanceof Failed f ? f.attempts() : Attempts.NONE;
          assertThat(start.attempt()).as("seed %d", seed).isEqualTo(before.made() + 1);
          seen.put(start.work(), new Running(new Attempts(start.attempt(), before.free()), now));
        }
      }
      var running = seen.entrySet().stream().filter(e -> e.getValue() instanceof Running).toList();
      assertThat(running.size()).as("seed %d", seed).isLessThanOrEqualTo(3);
      for (var entry : running) {
        var attempts = ((Running) entry.getValue()).attempts();
        if (random.nextInt(3) == 0) {
          seen.put(entry.getKey(), new Done(attempts, SUCCESS));
        } else {
          var kind = kinds[random.nextInt(kinds.length)];
          int free = attempts.free() + (kind.retry() == Failure.Retry.FREE ? 1 : 0);
          seen.put(
              entry.getKey(),
              new Failed(new Attempts(attempts.made(), free), now, new Failure(kind, "why")));
        }
      }
      now = now.plusSeconds(random.nextInt(1, 120));
    }
    throw new AssertionError("the study did not end, seed " + seed);
  }

  private static List<WorkId> starts(Study of, Map<WorkId, WorkState> seen) {
    return Planner.plan(of, seen, NOW).stream().map(Action::work).toList();
  }

  private List<WorkId> starts(Map<WorkId, WorkState> seen, Instant now) {
    return Planner.plan(study, seen, now).stream().map(Action::work).toList();
  }

  private static WorkId cell(String model, String dataset, String setting) {
    return new OfCell(new CellId(model, dataset, setting, 1));
  }

  private static WorkState done(int attempt) {
    return new Done(new Attempts(attempt, 0), SUCCESS);
  }

  private static WorkState running(int attempt) {
    return new Running(new Attempts(attempt, 0), NOW);
  }

  private static Failed failed(int made, int free, Failure.Kind kind) {
    return new Failed(new Attempts(made, free), NOW, new Failure(kind, "why"));
  }
}
