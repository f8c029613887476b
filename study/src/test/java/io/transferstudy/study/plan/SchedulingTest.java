package io.transferstudy.study.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Scheduling;
import io.transferstudy.study.grid.Scheduling.Mode;
import io.transferstudy.study.grid.Scheduling.Order;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.plan.WorkState.Failed;
import io.transferstudy.study.plan.WorkState.Running;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkId.OfCell;
import io.transferstudy.study.work.WorkId.Pretrain;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<WorkId, WorkState> seen = new LinkedHashMap<>();

  @Test
  void an_estimate_starts_nothing_and_lets_what_runs_finish() {
    var study = study(9, new Scheduling(Mode.ESTIMATE, Order.LONGEST_FIRST, null, 0));
    seen.put(new Pretrain("a"), new Running(new Attempts(1, 0), NOW));
    seen.put(new Pretrain("b"), failed(0));
    assertThat(Planner.plan(study, seen, NOW.plusSeconds(600))).isEmpty();
    assertThat(Planner.wakeUp(study, seen, NOW)).as("nothing to wait for").isEmpty();
  }

  @Test
  void in_the_order_of_the_grid() {
    pretrained();
    assertThat(starts(study(4, new Scheduling(Mode.RUN, Order.GRID, null, 0))))
        .containsExactly(
            cell("a", "x", "fixed-features"),
            cell("b", "x", "fixed-features"),
            cell("a", "y", "fixed-features"),
            cell("b", "y", "fixed-features"));
  }

  @Test
  void before_anything_is_measured_training_comes_first() {
    pretrained();
    assertThat(starts(study(99, Scheduling.DEFAULT)))
        .containsExactly(
            cell("a", "x", "fine-tuned"),
            cell("b", "x", "fine-tuned"),
            cell("a", "y", "fine-tuned"),
            cell("b", "y", "fine-tuned"),
            cell("a", "x", "random-init"),
            cell("b", "x", "random-init"),
            cell("a", "y", "random-init"),
            cell("b", "y", "random-init"),
            cell("a", "x", "fixed-features"),
            cell("b", "x", "fixed-features"),
            cell("a", "y", "fixed-features"),
            cell("b", "y", "fixed-features"));
  }

  @Test
  void measured_lengths_of_the_model_decide_else_those_of_the_setting() {
    pretrained();
    seen.put(cell("a", "x", "fine-tuned"), done(10, 0));
    seen.put(cell("b", "x", "fine-tuned"), done(30, 0));
    seen.put(cell("a", "x", "random-init"), done(20, 0)); // nothing is known of b's
    seen.put(cell("a", "x", "fixed-features"), done(25, 0));
    assertThat(starts(study(99, Scheduling.DEFAULT)))
        .containsExactly(
            cell("b", "y", "fine-tuned"), // 30
            cell("b", "x", "fixed-features"), // 25, of b by the setting
            cell("a", "y", "fixed-features"),
            cell("b", "y", "fixed-features"),
            cell("b", "x", "random-init"), // 20
            cell("a", "y", "random-init"),
            cell("b", "y", "random-init"),
            cell("a", "y", "fine-tuned")); // 10
  }

  @Test
  void pretrainings_come_before_longer_cells() {
    seen.put(new Pretrain("a"), done(1, 0));
    seen.put(cell("a", "x", "fine-tuned"), done(1_000, 0));
    assertThat(starts(study(2, Scheduling.DEFAULT)))
        .containsExactly(new Pretrain("b"), cell("a", "x", "random-init"));
  }

  @Test
  void a_study_gets_only_the_places_that_others_leave() {
    Plan plan = Planner.plan(study(3, Scheduling.DEFAULT), seen, 1, NOW);
    assertThat(plan.actions()).extracting(Action::work).containsExactly(new Pretrain("a"));
    assertThat(plan.outOfBudget()).isFalse();
    assertThat(Planner.plan(study(3, Scheduling.DEFAULT), seen, 0, NOW).actions()).isEmpty();
  }

  @Test
  void a_reached_budget_starts_nothing_more_whatever_ended_in_failure() {
    seen.put(new Pretrain("a"), done(600, 1_200));
    seen.put(new Pretrain("b"), failed(2_400));
    var account = GpuAccount.of(budget(1), seen, NOW);
    assertThat(account.usedHours()).isEqualTo(1);
    Plan plan = Planner.plan(budget(1), seen, 99, NOW.plusSeconds(600));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.outOfBudget()).isTrue();
    assertThat(Planner.plan(budget(1.5), seen, 99, NOW.plusSeconds(600)).actions()).isNotEmpty();
  }

  @Test
  void cells_start_only_as_far_as_their_expected_cost_fits() {
    // 2 GPUs: each fine-tuned cell takes 0.2 GPU hours; 0.4 of 1 are used, one runs.
    pretrained();
    seen.put(cell("a", "x", "fine-tuned"), done(360, 720));
    seen.put(cell("a", "x", "random-init"), done(360, 720));
    seen.put(cell("b", "x", "fine-tuned"), new Running(new Attempts(1, 0), NOW));
    Plan plan = Planner.plan(budget(1), seen, 99, NOW);
    assertThat(plan.actions())
        .extracting(Action::work)
        .containsExactly(cell("a", "y", "fine-tuned"), cell("b", "y", "fine-tuned"));
    assertThat(plan.outOfBudget()).isTrue();

    // What runs longer than its like leaves less.
    Plan later = Planner.plan(budget(1), seen, 99, NOW.plusSeconds(1_000));
    assertThat(later.actions()).as("what runs is not stopped").isEmpty();
    assertThat(later.outOfBudget()).isTrue();
  }

  @Test
  void without_gpus_a_budget_never_binds() {
    pretrained();
    seen.put(cell("a", "x", "fine-tuned"), done(1e9, 0));
    var study = study(2, new Scheduling(Mode.RUN, Order.LONGEST_FIRST, 0.01, 0));
    assertThat(Planner.plan(study, seen, 99, NOW).starts()).isEqualTo(2);
  }

  @Test
  void the_whole_study_is_expected_once_every_setting_was_measured() {
    pretrained();
    seen.put(cell("a", "x", "fine-tuned"), done(360, 720));
    seen.put(cell("a", "x", "random-init"), done(180, 360));
    assertThat(GpuAccount.of(budget(9), seen, NOW).expectedHours(seen)).isEmpty();
    seen.put(cell("a", "x", "fixed-features"), done(36, 72));
    double used = (720 + 360 + 72) / 3_600.0;
    assertThat(GpuAccount.of(budget(9), seen, NOW).expectedHours(seen).orElseThrow())
        .isCloseTo(used + 3 * 2 * (360 + 180 + 36) / 3_600.0, within(1e-9));
  }

  private void pretrained() {
    seen.put(new Pretrain("a"), done(1, 0));
    seen.put(new Pretrain("b"), done(1, 0));
  }

  private List<WorkId> starts(Study study) {
    return Planner.plan(study, seen, NOW).stream().map(Action::work).toList();
  }

  private static Study budget(double hours) {
    return study(99, new Scheduling(Mode.RUN, Order.LONGEST_FIRST, hours, 2));
  }

  private static Study study(int parallelism, Scheduling scheduling) {
    return Studies.pretrained(parallelism, List.of("a", "b"), "x", "y").with(scheduling);
  }

  private static WorkId cell(String model, String dataset, String setting) {
    return new OfCell(new CellId(model, dataset, setting, 1));
  }

  private static WorkState done(double seconds, double gpuSeconds) {
    return new Done(
        new Attempts(1, 0, 0, gpuSeconds),
        new Outcome.Success("k", 3, 4, null, null, seconds, "cpu", false, "results/k", "ab12"));
  }

  private static Failed failed(double gpuSeconds) {
    return new Failed(
        new Attempts(1, 0, 0, gpuSeconds), NOW, new Failure(Failure.Kind.TRANSIENT_IO, "why"));
  }
}
