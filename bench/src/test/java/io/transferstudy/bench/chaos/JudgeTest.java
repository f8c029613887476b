package io.transferstudy.bench.chaos;

import static io.transferstudy.bench.chaos.Story.A;
import static io.transferstudy.bench.chaos.Story.B;
import static io.transferstudy.bench.chaos.Story.good;
import static io.transferstudy.bench.chaos.Story.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static void assertFound(Story story, Violation.Kind... kinds) {
    assertThat(story.verdict().violations()).extracting(Violation::kind).containsExactly(kinds);
  }

  @Test
  void nothing_is_wrong_where_all_went_well() {
    Verdict verdict = good().complete(1).verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict)
        .hasToString(
            "1 studies, 2 cells of which 0 fail as played, 0 pieces of shared work, 2 Jobs created,"
                + " 2 results and 0 shared ones stored, 0 ran again after a deletion, suspension or"
                + " edit, largest status 900 bytes, 16 facts, 0 violations");
  }

  @Test
  void a_study_that_is_not_complete_is_found() {
    assertFound(good(), Violation.Kind.NOT_COMPLETE);
    assertFound(good().complete(1).study(2), Violation.Kind.NOT_COMPLETE);
  }

  @Test
  void a_study_that_is_gone_is_found() {
    assertFound(
        good().complete(1).gone("s"),
        Violation.Kind.NOT_COMPLETE,
        Violation.Kind.ORPHAN,
        Violation.Kind.ORPHAN);
  }

  @Test
  void a_grid_that_is_not_the_schedules_is_found() {
    var story = good();
    story.study(1, false, Set.of(A), story.status(1, "Complete", 900));
    assertFound(story, Violation.Kind.WRONG_GRID);
  }

  @Test
  void a_cell_too_many_is_found() {
    var story = good();
    story.complete(1).cell("twin", A, 1, result(A + "-1", 1, 700));
    assertFound(story, Violation.Kind.WRONG_GRID, Violation.Kind.WRONG_STATUS);
  }

  @Test
  void a_cell_without_result_is_found() {
    var story = new Story().study(1).cells().success(A, 1, 700).complete(1);
    assertFound(story, Violation.Kind.NO_RESULT, Violation.Kind.WRONG_STATUS);
  }

  @Test
  void a_result_that_no_pod_said_is_found() {
    var invented =
        new Story()
            .study(1)
            .cells()
            .success(B, 1, 800)
            .cell("cell-" + A, A, 1, result("nobody", 1, 999));
    assertFound(invented.complete(1), Violation.Kind.WRONG_RESULT);
    var altered =
        new Story()
            .study(1)
            .cells()
            .success(B, 1, 800)
            .run(A, 1, 700)
            .cell("cell-" + A, A, 1, result(A + "-1", 1, 701))
            .gone(A + "-1")
            .gone("pod-" + A + "-1");
    assertFound(altered.complete(1), Violation.Kind.WRONG_RESULT);
  }

  @Test
  void another_cells_result_is_found() {
    var story =
        new Story()
            .study(1)
            .cells()
            .success(B, 1, 800)
            .cell("cell-" + A, A, 1, result(B + "-1", 1, 800));
    assertFound(story.complete(1), Violation.Kind.WRONG_RESULT);
  }

  @Test
  void a_status_that_says_other_scores_than_its_cells_is_found() {
    var story = good();
    Fact.Status status = story.status(1, "Complete", 900);
    var other =
        new Fact.Status(1, "Complete", 2, 0, 2, Map.of(A, 700, B, 801), Map.of(), status.bytes());
    assertFound(story.study(1, false, Set.of(A, B), other), Violation.Kind.WRONG_STATUS);
  }

  @Test
  void a_result_that_vanishes_with_its_cell_is_found() {
    var story = good().gone("cell-" + A).cell("again", A, 1, result(A + "-1", 1, 700));
    assertFound(story.complete(1), Violation.Kind.RESULT_LOST);
  }

  @Test
  void a_result_that_changes_is_found() {
    var forgotten = good().cell("cell-" + A, A, 1, null);
    assertFound(
        forgotten.cell("cell-" + A, A, 1, result(A + "-1", 1, 700)).complete(1),
        Violation.Kind.RESULT_CHANGED);
    var overwritten = good().cell("cell-" + A, A, 2, result(B + "-1", 2, 700));
    assertFound(
        overwritten.complete(1), Violation.Kind.RESULT_CHANGED, Violation.Kind.WRONG_RESULT);
  }

  @Test
  void a_job_for_what_a_cell_keeps_is_found() {
    assertFound(good().job("late", A, 2, false).gone("late").complete(1), Violation.Kind.RAN_AGAIN);
  }

  @Test
  void a_job_after_a_success_that_nobody_took_is_found() {
    var story =
        new Story()
            .study(1)
            .cells()
            .run(A, 1, 700)
            .gone(A + "-1")
            .gone("pod-" + A + "-1")
            .success(A, 2, 710)
            .success(B, 1, 800);
    assertFound(story.complete(1), Violation.Kind.RAN_AGAIN);
  }

  @Test
  void a_job_after_a_success_that_was_deleted_is_counted_only() {
    var byPod = new Story().study(1).cells().run(A, 1, 700).deleted("pod-" + A + "-1");
    assertRanAgain(byPod.gone(A + "-1").success(A, 2, 710).success(B, 1, 800).complete(1));
    var byJob = new Story().study(1).cells().run(A, 1, 700).deleted(A + "-1");
    assertRanAgain(byJob.gone("pod-" + A + "-1").success(A, 2, 710).success(B, 1, 800).complete(1));
  }

  @Test
  void a_job_after_its_node_was_deleted_is_counted_only() {
    var story =
        new Story()
            .node("n1")
            .study(1)
            .cells()
            .run(A, 1, 700)
            .gone("node-n1")
            .gone("pod-" + A + "-1");
    assertRanAgain(story.gone(A + "-1").success(A, 2, 710).success(B, 1, 800).complete(1));
  }

  @Test
  void a_job_after_its_cell_was_deleted_is_counted_only() {
    var story =
        good()
            .deleted("cell-" + A)
            .cell("new", A, 0, null)
            .run(A, 2, 710)
            .cell("new", A, 2, result(A + "-2", 2, 710))
            .gone(A + "-2")
            .gone("pod-" + A + "-2");
    assertRanAgain(story.complete(1));
  }

  @Test
  void a_job_after_a_suspension_is_counted_only() {
    var story =
        new Story()
            .study(1)
            .cells()
            .success(B, 1, 800)
            .run(A, 1, 700)
            .study(2, true, Set.of(A, B), null)
            .gone(A + "-1")
            .gone("pod-" + A + "-1")
            .study(3)
            .success(A, 2, 710);
    assertRanAgain(story.complete(3));
  }

  @Test
  void a_suspension_is_no_excuse_for_what_a_cell_keeps() {
    var story = good().study(2, true, Set.of(A, B), null).study(3).job("late", A, 2, false);
    assertFound(story.gone("late").complete(3), Violation.Kind.RAN_AGAIN);
  }

  @Test
  void a_job_after_an_edit_took_the_cell_out_and_in_is_counted_only() {
    var story =
        good()
            .study(2, false, Set.of(B), null)
            .gone("cell-" + A)
            .study(3)
            .cell("new", A, 0, null)
            .run(A, 2, 710)
            .cell("new", A, 2, result(A + "-2", 2, 710))
            .gone(A + "-2")
            .gone("pod-" + A + "-2");
    assertRanAgain(story.complete(3));
  }

  private static void assertRanAgain(Story story) {
    Verdict verdict = story.verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.ranAgain()).isOne();
  }

  @Test
  void two_jobs_of_a_cell_at_once_are_found() {
    var story = new Story().study(1).cells().job("first", A, 1, false).success(A, 2, 700);
    assertFound(
        story.gone("first").success(B, 1, 800).complete(1), Violation.Kind.RAN_TWICE_AT_ONCE);
  }

  @Test
  void more_jobs_than_workers_are_found() {
    var story =
        new Story()
            .study(1)
            .cells()
            .job("x", "x/d/s1", 1, false)
            .job("y", "y/d/s1", 1, false)
            .success(A, 1, 700);
    assertFound(
        story.gone("x").gone("y").success(B, 1, 800).complete(1), Violation.Kind.TOO_MANY_AT_ONCE);
  }

  @Test
  void more_jobs_than_places_for_all_studies_are_found() {
    assertThat(good().complete(1).verdict(1).violations()).isEmpty();
    var story = new Story().study(1).cells().run(A, 1, 700).job("x", "x/d/s1", 1, false);
    assertThat(story.verdict(1).violations())
        .extracting(Violation::kind)
        .doesNotContain(Violation.Kind.TOO_MANY_AT_ONCE);
    story.job("y", "y/d/s1", 1, false);
    assertThat(story.verdict(1).violations())
        .extracting(Violation::kind)
        .contains(Violation.Kind.TOO_MANY_AT_ONCE);
  }

  @Test
  void a_job_whose_pod_has_ended_gives_its_place_to_another() {
    var story = new Story().study(1).cells().run(A, 1, 700).job("x", "x/d/s1", 1, true);
    story
        .success(B, 1, 800)
        .cell("cell-" + A, A, 1, result(A + "-1", 1, 700))
        .gone(A + "-1")
        .gone("pod-" + A + "-1")
        .gone("x");
    assertFound(story.complete(1));
  }

  @Test
  void attempts_that_go_down_are_found() {
    var story = new Story().study(1).cells().cell("cell-" + A, A, 2, null).success(A, 1, 700);
    assertFound(story.success(B, 1, 800).complete(1), Violation.Kind.ATTEMPTS_WENT_DOWN);
  }

  @Test
  void what_is_left_at_the_end_is_found() {
    var story = good().job("left", "x/d/s1", 1, true).pod("left", "x/d/s1", "n1", null);
    assertFound(story.complete(1), Violation.Kind.ORPHAN, Violation.Kind.ORPHAN);
  }

  @Test
  void a_large_status_is_found_once() {
    var story = good();
    Fact.Status large = story.status(1, "Complete", 70_000);
    assertFound(
        story.study(1, false, Set.of(A, B), large).study(1, false, Set.of(A, B), large),
        Violation.Kind.STATUS_TOO_LARGE);
  }
}
