package io.transferstudy.study.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.plan.WorkState.Running;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtaTest {
  private static final Instant END = Instant.parse("2026-01-02T03:04:05.678Z");

  /** A pretraining and six cells: two data sets, three settings. */
  private static Study study(int parallelism) {
    return Studies.pretrained(parallelism, List.of("m"), "x", "y");
  }

  private static WorkId cell(String dataset, String setting) {
    return new WorkId.OfCell(new CellId("m", dataset, setting, 1));
  }

  private static Map<WorkId, WorkState> pretrained() {
    var seen = new HashMap<WorkId, WorkState>();
    seen.put(new WorkId.Pretrain("m"), done(50));
    return seen;
  }

  private static WorkState done(double seconds) {
    return new Done(
        new Attempts(1, 0),
        new Outcome.Success("k", 1, 2, null, null, seconds, "cpu", false, "results/k", "ab12"));
  }

  @Test
  void nothing_is_expected_before_anything_has_finished() {
    assertThat(Eta.of(study(2), Map.of(), END)).isEmpty();
  }

  @Test
  void open_work_lasts_as_long_as_its_like_and_the_unknown_as_the_longest() {
    var seen = pretrained();
    seen.put(cell("x", "fixed-features"), done(10));
    seen.put(cell("x", "fine-tuned"), done(100));
    // open: 10 s, 100 s, and two of a setting that nothing is known of: 100 s each; on two: 155 s
    assertThat(Eta.of(study(2), seen, END)).contains(Instant.parse("2026-01-02T03:06:40Z"));
    // what runs counts in full, so that nothing changes before it ends
    seen.put(cell("y", "fine-tuned"), new Running(new Attempts(1, 0), END));
    assertThat(Eta.of(study(2), seen, END)).contains(Instant.parse("2026-01-02T03:06:40Z"));
    // no piece of work is divided: with many workers the longest decides
    assertThat(Eta.of(study(99), seen, END)).contains(Instant.parse("2026-01-02T03:05:45Z"));
  }

  @Test
  void a_complete_study_has_none() {
    var seen = new HashMap<WorkId, WorkState>();
    Planner.work(study(1)).forEach(work -> seen.put(work, done(1)));
    assertThat(Eta.of(study(1), seen, END)).isEmpty();
  }
}
