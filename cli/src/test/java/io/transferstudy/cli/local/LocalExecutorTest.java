package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.WorkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalExecutorTest {
  @TempDir Path directory;

  private final Wake wake = new Wake();
  private ClaimedFolder claim;
  private LocalExecutor executor;

  @AfterEach
  void end() throws InterruptedException {
    if (executor != null) {
      executor.killAll();
      while (executor.running() > 0) {
        wake.await(Duration.ofMillis(100));
      }
      claim.close();
    }
  }

  @Test
  void startingTwiceStartsOnce() throws InterruptedException {
    Study study = open(StubStudies.cells(2, "endless"));
    Action.Start start = starts(study).getFirst();

    executor.apply(start);
    executor.apply(start);

    assertThat(executor.running()).isEqualTo(1);
    assertThat(state(start)).isInstanceOf(WorkState.Running.class);
  }

  @Test
  void stoppedWorkIsSeenToBeGoneAndMayStartAgain() throws InterruptedException {
    Study study = open(StubStudies.cells(1, "endless"));
    Action.Start start = starts(study).getFirst();
    executor.apply(start);
    await(start, _ -> "waiting".equals(note(start)));

    executor.apply(new Action.Stop(start.work(), Action.StopReason.SUSPENDED));
    WorkState.Failed gone = awaitFailure(start);

    assertThat(gone.failure())
        .isEqualTo(new Failure(Failure.Kind.INTERRUPTED, "checkpoint written"));
    assertThat(gone.attempts()).isEqualTo(new WorkState.Attempts(1, 1));
    assertThat(executor.running()).isZero();
  }

  @Test
  void workStoppedForItsDeadlineHasFailedByIt() throws InterruptedException {
    Study study = open(StubStudies.cells(1, "endless"));
    Action.Start start = starts(study).getFirst();
    executor.apply(start);
    await(start, _ -> "waiting".equals(note(start)));

    executor.apply(new Action.Stop(start.work(), Action.StopReason.DEADLINE));

    assertThat(awaitFailure(start).failure().kind()).isEqualTo(Failure.Kind.DEADLINE);
    assertThat(awaitFailure(start).attempts().counted()).isEqualTo(1);
  }

  @Test
  void aReportedFailureKeepsItsReason() throws InterruptedException {
    Study study = open(StubStudies.cells(1, "bad-data"));
    Action.Start start = starts(study).getFirst();
    executor.apply(start);

    WorkState.Failed failed = awaitFailure(start);

    assertThat(failed.failure())
        .isEqualTo(new Failure(Failure.Kind.BAD_DATA, "cat/3.png is truncated"));
    assertThat(failed.attempts()).isEqualTo(new WorkState.Attempts(1, 0));
  }

  @Test
  void aCrashIsJudgedByItsExitCodeAndQuotesTheLog() throws InterruptedException {
    assertThat(failureOf("crash").kind()).isEqualTo(Failure.Kind.INTERNAL);
    assertThat(failureOf("crash").message())
        .isEqualTo(
            "the worker ended with exit code 1 and without a result;"
                + " it last said: Exception: something broke");
    assertThat(failureOf("killed").kind()).isEqualTo(Failure.Kind.OUT_OF_MEMORY);
    assertThat(failureOf("silent").kind()).isEqualTo(Failure.Kind.LOST);
  }

  @Test
  void aMessageOfAnotherProcessIsNotBelieved() throws InterruptedException {
    assertThat(failureOf("stale").kind()).isEqualTo(Failure.Kind.LOST);
  }

  @Test
  void resultsSurviveARestart() throws InterruptedException {
    Study study = open(StubStudies.cells(2, "quick", "crash"));
    starts(study).forEach(executor::apply);
    starts(study).forEach(start -> await(start, state -> !(state instanceof WorkState.Running)));
    var before = executor.observe();

    reopen(study);

    assertThat(executor.observe()).isEqualTo(before);
    assertThat(before.values())
        .hasAtLeastOneElementOfType(WorkState.Done.class)
        .hasAtLeastOneElementOfType(WorkState.Failed.class);
  }

  /** Somebody has made room: what others start from is done again, results stay. */
  @Test
  void sharedWorkWhoseFilesAreGoneIsDoneAgain() throws Exception {
    Study study = open(Studies.pretrained(1, List.of("m"), "quick"));
    Action.Start pretraining = starts(study).getFirst();
    executor.apply(pretraining);
    await(pretraining, WorkState.Done.class::isInstance);
    reopen(study);
    assertThat(state(pretraining)).isInstanceOf(WorkState.Done.class);

    deleteTree(directory.resolve("artifacts"));
    reopen(study);

    assertThat(state(pretraining)).isEqualTo(new WorkState.Waiting(new WorkState.Attempts(1, 1)));
    Action.Start again =
        Planner.plan(study, executor.observe(), Clock.systemUTC().instant()).stream()
            .map(Action.Start.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(again.work()).isEqualTo(pretraining.work());
    executor.apply(again);
    await(again, WorkState.Done.class::isInstance);
  }

  private static void deleteTree(Path folder) throws IOException {
    try (var inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void anEditTouchesOnlyTheWorkThatItChangesAndUndoingItBringsResultsBack()
      throws InterruptedException {
    Study study = open(StubStudies.cells(2, "quick", "other"));
    starts(study).forEach(executor::apply);
    starts(study).forEach(start -> await(start, WorkState.Done.class::isInstance));

    Study edited = LargerDataset.of(study, "other");
    reopen(edited);
    assertThat(executor.observe().keySet())
        .extracting(WorkId::key)
        .containsExactly("cell/m/quick/random-init/1");
    reopen(study);
    assertThat(executor.observe()).hasSize(2);
  }

  @Test
  void aLogKeepsAllThatAWorkerPrints() throws Exception {
    Study study = open(StubStudies.cells(1, "quick"));
    Action.Start start = starts(study).getFirst();
    executor.apply(start);
    await(start, WorkState.Done.class::isInstance);

    Path log = new WorkLedger(study, claim.id(), claim.folder()).attempt(start.work(), 1).log();
    assertThat(Files.readAllLines(log))
        .containsExactly(
            "log line of cell/m/quick/random-init/1",
            "progress {\"fraction\":0.5,\"note\":\"half way\"}");
  }

  @Test
  void aWorkerThatDoesNotListenIsKilled() throws InterruptedException {
    Study study = open(StubStudies.cells(1, "deaf"));
    Action.Start start = starts(study).getFirst();
    executor.apply(start);
    await(start, _ -> "waiting".equals(note(start)));

    executor.killAll();

    assertThat(awaitFailure(start).failure().kind()).isEqualTo(Failure.Kind.INTERRUPTED);
  }

  private Failure failureOf(String behaviour) throws InterruptedException {
    if (executor == null) {
      open(StubStudies.cells(4, "crash", "killed", "silent", "stale"));
    }
    Study study = StubStudies.cells(4, "crash", "killed", "silent", "stale");
    Action.Start start =
        starts(study).stream()
            .filter(s -> s.work().key().contains("/" + behaviour + "/"))
            .findFirst()
            .orElseThrow();
    executor.apply(start);
    return awaitFailure(start).failure();
  }

  private Study open(Study study) {
    claim = ClaimedFolder.claim(directory, study.name());
    executor = StubStudies.executor(claim, study, wake::signal);
    return study;
  }

  private void reopen(Study study) {
    claim.close();
    open(study);
  }

  private static List<Action.Start> starts(Study study) {
    return Planner.plan(study, Map.of(), Clock.systemUTC().instant()).stream()
        .map(Action.Start.class::cast)
        .toList();
  }

  private WorkState state(Action.Start start) {
    return executor.observe().get(start.work());
  }

  private String note(Action.Start start) {
    var progress = executor.progress().get(start.work());
    return progress == null ? null : progress.note();
  }

  private WorkState.Failed awaitFailure(Action.Start start) {
    await(start, WorkState.Failed.class::isInstance);
    return (WorkState.Failed) state(start);
  }

  private void await(Action.Start start, Predicate<WorkState> wanted) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!wanted.test(state(start))) {
      assertThat(Instant.now()).as("waiting for %s", start.work()).isBefore(deadline);
      try {
        wake.await(Duration.ofMillis(100));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
