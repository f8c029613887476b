package io.transferstudy.bench.chaos;

import static io.transferstudy.bench.chaos.Story.A;
import static io.transferstudy.bench.chaos.Story.B;
import static io.transferstudy.bench.chaos.Story.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is done once in a study, and what needs it. */
class SharedJudgeTest {
  private static final String GATE = "gate/a";
  private static final String PREPARE = "prepare/d";
  private static final String BAD = "gate/b";

  private static void assertFound(Story story, Violation.Kind... kinds) {
    assertThat(story.verdict().violations()).extracting(Violation::kind).containsExactly(kinds);
  }

  private static Fact.Request asks(String key) {
    return new Fact.Request("text of " + key, List.of());
  }

  private static Fact.Input input(String key, String job) {
    return new Fact.Input(key, "text of " + key, job.isEmpty() ? "" : "pod-" + job);
  }

  private static Fact.Request needs(Fact.Input... inputs) {
    return new Fact.Request("", List.of(inputs));
  }

  private static final Fact.Request BOTH =
      needs(input(GATE, GATE + "-1"), input(PREPARE, PREPARE + "-1"));

  private static Story begun() {
    return new Story(Story.SHARING).study(1).cells();
  }

  private static Story ran(Story story, String key, int attempt) {
    return story.run(key, attempt, 500, asks(key));
  }

  private static Story kept(Story story, String key, int attempt) {
    String job = key + "-" + attempt;
    return ran(story, key, attempt)
        .keep(key, "def", attempt, false, result(job, attempt, 500))
        .gone(job)
        .gone("pod-" + job);
  }

  /** The Job of the last attempt stays. */
  private static Story failed(Story story) {
    return story
        .job(BAD + "-1", BAD, 1, false, asks(BAD))
        .job(BAD + "-1", BAD, 1, true, asks(BAD))
        .keep(BAD, "def", 1, true, null)
        .failing(B);
  }

  private static Story prepared() {
    return failed(kept(kept(begun(), GATE, 1), PREPARE, 1));
  }

  private static Story cell(Story story, Fact.Request request) {
    return story
        .run(A, 1, 700, request)
        .cell("cell-" + A, A, 1, result(A + "-1", 1, 700))
        .gone(A + "-1")
        .gone("pod-" + A + "-1");
  }

  private static Story good() {
    return cell(prepared(), BOTH);
  }

  @Test
  void nothing_is_wrong_where_all_went_well() {
    Verdict verdict = good().complete(1).verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.failingCells()).isOne();
    assertThat(verdict.shared()).isEqualTo(3);
    assertThat(verdict.resultsStored()).isOne();
    assertThat(verdict.sharedStored()).isEqualTo(2);
  }

  @Test
  void a_cell_before_its_gate_has_ended_is_found() {
    var story = failed(kept(begun(), PREPARE, 1));
    story.run(A, 1, 700, needs(input(PREPARE, PREPARE + "-1"), input(GATE, "")));
    story.cell("cell-" + A, A, 1, result(A + "-1", 1, 700)).gone(A + "-1").gone("pod-" + A + "-1");
    assertFound(kept(story, GATE, 1).complete(1), Violation.Kind.STARTED_TOO_EARLY);
  }

  @Test
  void a_cell_before_its_data_set_is_kept_is_found() {
    var story = ran(failed(kept(begun(), GATE, 1)), PREPARE, 1);
    cell(story, BOTH).keep(PREPARE, "def", 1, false, result(PREPARE + "-1", 1, 500));
    story.gone(PREPARE + "-1").gone("pod-" + PREPARE + "-1");
    assertFound(story.complete(1), Violation.Kind.STARTED_TOO_EARLY);
  }

  @Test
  void weights_of_another_pod_than_the_kept_are_found() {
    var story = begun().run(GATE, 1, 500, asks(GATE)).deleted("pod-" + GATE + "-1");
    failed(kept(kept(story.gone(GATE + "-1"), GATE, 2), PREPARE, 1));
    assertFound(cell(story, BOTH).complete(1), Violation.Kind.STARTED_TOO_EARLY);
  }

  @Test
  void another_models_weights_are_found() {
    var wrong = needs(input(GATE, PREPARE + "-1"), input(PREPARE, PREPARE + "-1"));
    assertFound(cell(prepared(), wrong).complete(1), Violation.Kind.WRONG_INPUT);
  }

  @Test
  void the_pack_of_another_version_of_the_data_set_is_found() {
    var other = new Fact.Input(PREPARE, "text of other files", "pod-" + PREPARE + "-1");
    assertFound(
        cell(prepared(), needs(input(GATE, GATE + "-1"), other)).complete(1),
        Violation.Kind.WRONG_INPUT);
  }

  @Test
  void a_job_of_the_grid_before_an_edit_may_name_what_was_kept_then() {
    assertFound(cell(replaced(true), BOTH).complete(2));
  }

  @Test
  void a_job_that_names_what_was_kept_before_is_found_where_nothing_was_edited() {
    assertFound(
        cell(replaced(false), BOTH).complete(1),
        Violation.Kind.RESULT_LOST,
        Violation.Kind.RAN_AGAIN,
        Violation.Kind.WRONG_INPUT);
  }

  private static Story replaced(boolean edited) {
    Story story = prepared();
    if (edited) {
      story.edit(GATE);
    }
    return kept(story.forget(GATE), GATE, 2);
  }

  @Test
  void a_pretraining_before_its_source_is_prepared_is_found() {
    var story = begun().job("early", "pretrain/m", 1, false, needs(input("prepare/source", "")));
    assertThat(story.verdict().violations())
        .extracting(Violation::kind)
        .contains(Violation.Kind.STARTED_TOO_EARLY);
  }

  @Test
  void a_result_that_is_forgotten_is_found() {
    var story = good().forget(GATE);
    assertFound(
        story.keep(GATE, "def", 1, false, result(GATE + "-1", 1, 500)).complete(1),
        Violation.Kind.RESULT_LOST);
  }

  @Test
  void a_result_that_gives_way_to_another_definition_without_an_edit_is_found() {
    var story = good().keep(GATE, "other", 0, false, null);
    assertFound(
        story.keep(GATE, "def", 1, false, result(GATE + "-1", 1, 500)).complete(1),
        Violation.Kind.RESULT_LOST);
  }

  @Test
  void a_suspension_is_no_excuse_for_a_result_that_is_forgotten() {
    var story = prepared().study(2, true, Set.of(A, B), null).complete(2);
    assertThat(story.verdict().violations())
        .extracting(Violation::kind)
        .contains(Violation.Kind.RESULT_LOST);
  }

  @Test
  void a_result_that_changes_is_found() {
    assertFound(
        good().keep(GATE, "def", 1, false, result(GATE + "-1", 1, 501)).complete(1),
        Violation.Kind.RESULT_CHANGED,
        Violation.Kind.WRONG_RESULT);
    var story = good().keep(PREPARE, "def", 1, false, null);
    assertFound(
        story.keep(PREPARE, "def", 1, false, result(PREPARE + "-1", 1, 500)).complete(1),
        Violation.Kind.RESULT_CHANGED);
  }

  @Test
  void a_result_that_no_pod_said_or_another_works_pod_is_found() {
    var invented = kept(begun(), PREPARE, 1).keep(GATE, "def", 1, false, result("none", 1, 500));
    assertFound(
        cell(failed(invented), needs(input(GATE, "none"), input(PREPARE, PREPARE + "-1")))
            .complete(1),
        Violation.Kind.WRONG_RESULT,
        Violation.Kind.WRONG_INPUT);
    var others =
        ran(kept(begun(), PREPARE, 1), GATE, 1)
            .keep(GATE, "def", 1, false, result(PREPARE + "-1", 1, 500));
    assertThat(others.verdict().violations())
        .extracting(Violation::kind)
        .contains(Violation.Kind.WRONG_RESULT);
  }

  @Test
  void a_job_for_what_is_kept_is_found() {
    var story = good().job("late", GATE, 2, false, asks(GATE)).gone("late");
    assertFound(story.complete(1), Violation.Kind.RAN_AGAIN);
  }

  @Test
  void a_job_for_what_failed_for_good_is_found() {
    var story = good().job("late", BAD, 2, false, asks(BAD)).gone("late");
    assertFound(story.complete(1), Violation.Kind.RAN_AGAIN);
  }

  @Test
  void a_job_after_a_success_that_nobody_took_is_found_unless_it_was_deleted() {
    Story lost = ran(begun(), GATE, 1).gone(GATE + "-1").gone("pod-" + GATE + "-1");
    assertFound(again(lost).complete(1), Violation.Kind.RAN_AGAIN);
    Story deleted = ran(begun(), GATE, 1).deleted(GATE + "-1").gone("pod-" + GATE + "-1");
    Verdict verdict = again(deleted).complete(1).verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.ranAgain()).isOne();
  }

  private static Story again(Story story) {
    var both = needs(input(GATE, GATE + "-2"), input(PREPARE, PREPARE + "-1"));
    return cell(failed(kept(kept(story, GATE, 2), PREPARE, 1)), both);
  }

  @Test
  void a_job_after_an_edit_took_the_result_is_counted_only() {
    Verdict verdict = replaced(true).verdict();
    assertThat(verdict.violations())
        .extracting(Violation::kind)
        .doesNotContain(Violation.Kind.RAN_AGAIN);
    assertThat(verdict.ranAgain()).isOne();
  }

  @Test
  void two_jobs_at_once_are_found() {
    var story = begun().job("first", GATE, 1, false, asks(GATE));
    kept(failed(kept(story, GATE, 2).gone("first")), PREPARE, 1);
    var both = needs(input(GATE, GATE + "-2"), input(PREPARE, PREPARE + "-1"));
    assertFound(cell(story, both).complete(1), Violation.Kind.RAN_TWICE_AT_ONCE);
  }

  @Test
  void attempts_that_go_down_are_found() {
    var story = begun().keep(GATE, "def", 2, false, null);
    cell(failed(kept(kept(story, GATE, 1), PREPARE, 1)), BOTH);
    assertFound(story.complete(1), Violation.Kind.ATTEMPTS_WENT_DOWN);
  }

  @Test
  void a_cell_that_fails_with_another_models_gate_is_found() {
    assertFound(prepared().failing(A).complete(1), Violation.Kind.NO_RESULT);
  }

  @Test
  void a_cell_that_does_not_fail_with_its_gate_is_found() {
    var story = kept(kept(begun(), GATE, 1), PREPARE, 1);
    story.job(BAD + "-1", BAD, 1, true, asks(BAD)).keep(BAD, "def", 1, true, null);
    assertFound(
        cell(story, BOTH).complete(1), Violation.Kind.NOT_FAILED, Violation.Kind.WRONG_STATUS);
  }

  @Test
  void shared_work_that_has_not_ended_or_is_not_kept_is_found() {
    var story = kept(kept(begun(), GATE, 1), PREPARE, 1).keep(BAD, "def", 1, false, null);
    assertFound(cell(story.failing(B), BOTH).complete(1), Violation.Kind.NOT_FAILED);
    assertFound(
        cell(kept(kept(begun(), GATE, 1), PREPARE, 1).failing(B), BOTH).complete(1),
        Violation.Kind.WRONG_GRID);
    assertFound(
        good().keep("gate/c", "def", 1, false, null).complete(1),
        Violation.Kind.WRONG_GRID,
        Violation.Kind.NO_RESULT);
  }

  @Test
  void the_job_of_the_last_failure_stays_and_no_other() {
    assertFound(
        good().job("left", BAD, 7, true, asks(BAD)).complete(1),
        Violation.Kind.RAN_AGAIN,
        Violation.Kind.ORPHAN);
  }
}
