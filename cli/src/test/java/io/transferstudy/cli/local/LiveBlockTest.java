package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveBlockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Attempts FIRST = new Attempts(1, 0);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Study study = StubStudies.cells(2, "a", "b", "c", "d");
  private final Map<WorkId, WorkState> states = new HashMap<>();
  private final Map<WorkId, WorkerProgress> workers = new HashMap<>();
  private final Retelling retelling =
      new Retelling(study, (work, attempt) -> Path.of("log-" + attempt), at(0));

  @Test
  void showsCountsWorkersAndAnEstimate() {
    var block = new LiveBlock(out, () -> 100, START);
    states.put(work("a"), new WorkState.Running(FIRST, START));
    workers.put(work("a"), new WorkerProgress(0.3, "lr 0.1"));
    block.show(at(4), retelling.news(at(4)));
    assertThat(screen())
        .containsExactly(
            "[                    ] 0/4 cells   4 s, about 24 s left",
            "  [===       ]    4 s  m x a, random-init: lr 0.1");

    workers.clear();
    states.put(work("a"), new WorkState.Done(FIRST, success(75)));
    states.put(work("b"), new WorkState.Running(FIRST, START.plusSeconds(10)));
    workers.put(work("b"), WorkerProgress.NONE);
    block.show(at(10), retelling.news(at(10)));
    assertThat(screen())
        .containsExactly(
            "1/4 m x a, random-init: 0.750 [0.66, 0.82] (8.0 s)",
            "[=====               ] 1/4 cells   10 s, about 15 s left",
            "  [          ]    0 s  m x b, random-init");

    block.close();
    assertThat(screen()).containsExactly("1/4 m x a, random-init: 0.750 [0.66, 0.82] (8.0 s)");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\u001b[?25h");
  }

  @Test
  void tellsFailuresWithRemedyAndLog() {
    var failure = new Failure(Failure.Kind.BAD_DATA, "x/\u001b[31m1.png: cut off");
    states.put(work("a"), new WorkState.Failed(FIRST, START, failure));
    var crash = new Failure(Failure.Kind.INTERNAL, "broken");
    states.put(work("b"), new WorkState.Failed(FIRST, START, crash));
    var stopped = new Failure(Failure.Kind.INTERRUPTED, "stopped");
    states.put(work("c"), new WorkState.Failed(new Attempts(1, 1), START, stopped));
    var block = new LiveBlock(out, () -> 100, START);
    block.show(at(1), retelling.news(at(1)));
    block.close();

    assertThat(screen())
        .containsExactly(
            "1/4 m x a, random-init: FAILED: x/?[31m1.png: cut off",
            "    remedy: replace the named file or leave it out",
            "    log: log-1",
            "m x b, random-init: attempt 1 failed and is tried again: broken",
            "m x c, random-init: stopped; it goes on later");
    assertThat(retelling.news(at(2))).isEmpty();
  }

  @Test
  void neverWrapsAndRedrawsAtMostFourTimesASecond() {
    var block = new LiveBlock(out, () -> 30, START);
    states.put(work("a"), new WorkState.Running(FIRST, START));
    workers.put(work("a"), new WorkerProgress(0.3, "a note that is longer than the line"));
    block.show(at(1), List.of());
    assertThat(screen()).allMatch(line -> line.length() <= 29);
    int before = bytes.size();
    block.show(new Snapshot(study, states, workers, 2, START.plusMillis(1_100)), List.of());
    assertThat(bytes.size()).isEqualTo(before);
    block.show(new Snapshot(study, states, workers, 2, START.plusMillis(1_300)), List.of());
    assertThat(bytes.size()).isGreaterThan(before);
  }

  @Test
  void manyWorkersAreNotAllShown() {
    Study many = StubStudies.cells(12, 12, "a");
    for (long seed = 1; seed <= 12; seed++) {
      WorkId work = new WorkId.OfCell(new CellId("m", "a", "random-init", seed));
      states.put(work, new WorkState.Running(FIRST, START));
      workers.put(work, WorkerProgress.NONE);
    }
    new LiveBlock(out, () -> 100, START)
        .show(new Snapshot(many, states, workers, 12, START.plusSeconds(1)), List.of());
    assertThat(screen()).hasSize(10).last().isEqualTo("  and 4 more");
  }

  private Snapshot at(int seconds) {
    return new Snapshot(study, Map.copyOf(states), workers, 2, START.plusSeconds(seconds));
  }

  private static WorkId work(String dataset) {
    return new WorkId.OfCell(new CellId("m", dataset, "random-init", 1));
  }

  private static Outcome.Success success(int correct) {
    return new Outcome.Success("k", correct, 100, null, null, 8, "cpu", false, "a", null);
  }

  /** What a terminal would show of all that was written, as far as this class uses it. */
  private List<String> screen() {
    return AnsiScreen.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
