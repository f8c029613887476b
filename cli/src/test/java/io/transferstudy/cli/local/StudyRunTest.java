package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyRunTest {
  @TempDir Path directory;

  private final List<Snapshot> shown = new ArrayList<>();

  @Test
  void pretrainsThenRunsEveryCellInParallel() throws InterruptedException {
    Study study = Studies.pretrained(4, List.of("a", "b", "c"), "x", "y", "z");

    assertThat(run(study)).isEqualTo(StudyRun.Ending.COMPLETE);

    assertThat(last().count(Phase.SUCCEEDED)).isEqualTo(27);
    assertThat(last().pretrained()).containsOnlyKeys("a", "b", "c");
    assertThat(shown).allMatch(snapshot -> snapshot.workers().size() <= 4);
    assertThat(shown).anyMatch(snapshot -> snapshot.workers().size() == 4);
  }

  @Test
  void aSecondRunRunsNothingAgain() throws InterruptedException {
    Study study = StubStudies.cells(2, "quick", "other");
    run(study);
    var first = shown.getLast().seen();
    shown.clear();

    assertThat(run(study)).isEqualTo(StudyRun.Ending.COMPLETE);

    assertThat(shown).hasSize(1);
    assertThat(shown.getLast().seen()).isEqualTo(first);
  }

  @Test
  void failuresAreTriedAgainAsOftenAsAllowedAndTheRestGoesOn() throws InterruptedException {
    run(StubStudies.cells(2, "crash", "bad-data", "once-interrupted", "quick"));

    assertThat(last().cells())
        .extracting(cell -> cell.cell().dataset(), CellProgress::phase, CellProgress::attempt)
        .containsExactly(
            tuple("crash", Phase.FAILED, 2),
            tuple("bad-data", Phase.FAILED, 1),
            tuple("once-interrupted", Phase.SUCCEEDED, 2),
            tuple("quick", Phase.SUCCEEDED, 1));
  }

  @Test
  void aSuspendedStudyStartsNothing() throws InterruptedException {
    Study study = StubStudies.cells(2, "quick");
    var limits = new Study.Limits(2, true, 2, null, 1);

    assertThat(run(new Study(study.name(), study.grid(), limits)))
        .isEqualTo(StudyRun.Ending.SUSPENDED);
    assertThat(shown.getLast().seen()).isEmpty();
  }

  private StudyRun.Ending run(Study study) throws InterruptedException {
    var wake = new Wake();
    try (var claim = ClaimedFolder.claim(directory, study.name())) {
      var executor = StubStudies.executor(claim, study, wake::signal);
      return new StudyRun(study, executor, Clock.systemUTC(), wake, Optional.empty(), shown::add)
          .run();
    }
  }

  private Progress last() {
    return shown.getLast().progress();
  }
}
