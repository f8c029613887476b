package io.transferstudy.study.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Action.Start;
import io.transferstudy.study.plan.Action.Stop;
import io.transferstudy.study.plan.Action.StopReason;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.plan.WorkState.Failed;
import io.transferstudy.study.plan.WorkState.Running;
import io.transferstudy.study.plan.WorkState.Waiting;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkId.Gate;
import io.transferstudy.study.work.WorkId.OfCell;
import io.transferstudy.study.work.WorkId.OfModel;
import io.transferstudy.study.work.WorkId.Prepare;
import io.transferstudy.study.work.WorkId.Pretrain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What every executor does, whatever it runs work on. A subclass says how to open an executor of
 * {@link #STUDY} and plays the workers: each test gets a study of its own with nothing started.
 */
public abstract class CellExecutorContract {
  /**
   * The study whose work is started: two models, one of them pretrained here, and two data sets,
   * one of them of files.
   */
  protected static final Study STUDY =
      Studies.withFolder(
          Studies.withGiven(Studies.pretrained(4, List.of("net"), "x"), "given"), "photos");

  private static final WorkId PREPARE = new Prepare("photos");
  private static final WorkId GATE = new Gate("given");
  private static final WorkId PRETRAIN = new Pretrain("net");
  private static final WorkId CELL = new OfCell(new CellId("net", "x", "random-init", 1));

  /**
   * Opens an executor of {@link #STUDY}. A second call within a test is what a restarted process
   * does: it knows nothing but what is durable.
   */
  protected abstract CellExecutor open() throws Exception;

  /** How often an attempt at that work was really begun: Jobs created, processes started. */
  protected abstract int begun(WorkId work) throws Exception;

  /** Makes the worker of that attempt, which runs, end with that outcome. */
  protected abstract void end(WorkId work, int attempt, Outcome outcome) throws Exception;

  /** Makes that result of an attempt, which has ended or was stopped, turn up now. */
  protected abstract void turnUpLate(WorkId work, int attempt, Outcome outcome) throws Exception;

  @Test
  void startingTwiceStartsOnce() throws Exception {
    CellExecutor executor = open();
    executor.apply(start(CELL, 1));
    executor.apply(start(CELL, 1));
    open().apply(start(CELL, 1));

    assertThat(await(executor, CELL, Running.class::isInstance))
        .isInstanceOfSatisfying(
            Running.class, running -> assertThat(running.attempts()).isEqualTo(new Attempts(1, 0)));
    assertThat(begun(CELL)).isEqualTo(1);
  }

  @Test
  void whatIsStoppedIsSeenToBeGone() throws Exception {
    CellExecutor executor = open();
    executor.apply(start(CELL, 1));
    await(executor, CELL, Running.class::isInstance);
    executor.apply(new Stop(CELL, StopReason.SUSPENDED));
    executor.apply(new Stop(CELL, StopReason.SUSPENDED));

    WorkState state = await(executor, CELL, seen -> !(seen instanceof Running));
    assertThat(attempts(state)).isEqualTo(new Attempts(1, 1));
    assertThat(state).isNotInstanceOf(Done.class);
    executor.apply(start(CELL, 2));
    await(executor, CELL, Running.class::isInstance);
    assertThat(begun(CELL)).isEqualTo(2);
  }

  @Test
  void aDeadlineIsCounted() throws Exception {
    CellExecutor executor = open();
    executor.apply(start(CELL, 1));
    await(executor, CELL, Running.class::isInstance);
    executor.apply(new Stop(CELL, StopReason.DEADLINE));

    WorkState state = await(executor, CELL, seen -> !(seen instanceof Running));
    assertThat(state)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.attempts()).isEqualTo(new Attempts(1, 0));
              assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.DEADLINE);
            });
  }

  @Test
  void aFailureSaysWhichAttemptAndWhy() throws Exception {
    var failure = new Failure(Failure.Kind.BAD_DATA, "data/x/7.png: not an image");
    CellExecutor executor = open();
    executor.apply(start(CELL, 1));
    await(executor, CELL, Running.class::isInstance);
    end(CELL, 1, new Outcome.Failed(failure));

    for (CellExecutor observer : List.of(executor, open())) {
      assertThat(await(observer, CELL, Failed.class::isInstance))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.failure()).isEqualTo(failure);
                assertThat(failed.attempts()).isEqualTo(new Attempts(1, 0));
                assertThat(failed.at()).isBefore(Instant.now().plusSeconds(5));
              });
    }
  }

  @Test
  void memoryThatLackedIsRemembered() throws Exception {
    CellExecutor executor = open();
    executor.apply(start(CELL, 1));
    await(executor, CELL, Running.class::isInstance);
    end(CELL, 1, new Outcome.Failed(new Failure(Failure.Kind.OUT_OF_MEMORY, "too little")));
    await(executor, CELL, Failed.class::isInstance);

    assertThat(attempts(open().observe().getOrDefault(CELL, new Waiting(Attempts.NONE))))
        .isEqualTo(new Attempts(1, 0, 1));
    executor.apply(start(CELL, 2));
    assertThat(attempts(await(executor, CELL, Running.class::isInstance)))
        .isEqualTo(new Attempts(2, 0, 1));
  }

  @Test
  void resultsSurviveARestartOfTheObserver() throws Exception {
    CellExecutor executor = open();
    for (WorkId work : List.of(PREPARE, GATE, PRETRAIN, CELL)) {
      executor.apply(start(work, 1));
      await(executor, work, Running.class::isInstance);
      end(work, 1, success(work, 12));
      assertThat(await(executor, work, Done.class::isInstance))
          .isEqualTo(new Done(new Attempts(1, 0), success(work, 12)));
    }

    Map<WorkId, WorkState> seen = open().observe();
    assertThat(seen)
        .containsEntry(PREPARE, new Done(new Attempts(1, 0), success(PREPARE, 12)))
        .containsEntry(GATE, new Done(new Attempts(1, 0), success(GATE, 12)))
        .containsEntry(PRETRAIN, new Done(new Attempts(1, 0), success(PRETRAIN, 12)))
        .containsEntry(CELL, new Done(new Attempts(1, 0), success(CELL, 12)));
    assertThat(begun(CELL)).isEqualTo(1);
    assertThat(begun(PRETRAIN)).isEqualTo(1);
  }

  @Test
  void aStaleAttemptsResultIsIgnored() throws Exception {
    CellExecutor executor = open();
    executor.apply(start(CELL, 1));
    await(executor, CELL, Running.class::isInstance);
    end(CELL, 1, new Outcome.Failed(new Failure(Failure.Kind.TRANSIENT_IO, "the disk hung")));
    await(executor, CELL, Failed.class::isInstance);
    executor.apply(start(CELL, 2));
    await(executor, CELL, Running.class::isInstance);

    turnUpLate(CELL, 1, success(CELL, 1));
    assertThat(executor.observe().get(CELL))
        .isInstanceOfSatisfying(
            Running.class, running -> assertThat(running.attempts()).isEqualTo(new Attempts(2, 0)));
    end(CELL, 2, success(CELL, 2));
    assertThat(await(executor, CELL, Done.class::isInstance))
        .isEqualTo(new Done(new Attempts(2, 0), success(CELL, 2)));
  }

  /**
   * A result that is told from others by its number of correct answers. Of a gate's only the digest
   * of the weights is needed later, and of a preparation no device.
   */
  protected static Outcome.Success success(WorkId work, int correct) {
    return new Outcome.Success(
        work instanceof Gate ? "" : "0".repeat(64),
        correct,
        20,
        work instanceof OfCell ? new Outcome.Chosen.Point(0.1, 1e-4) : null,
        work instanceof OfCell ? 0.625 : null,
        1.5,
        work instanceof Prepare ? "" : "cpu",
        false,
        work instanceof Gate ? "" : "results/" + work.key() + "/" + correct,
        work instanceof OfModel ? "1".repeat(64) : null);
  }

  private static Start start(WorkId work, int attempt) {
    var model = STUDY.grid().models().getFirst();
    Stage stage =
        Planner.plan(STUDY, Map.of(), Instant.EPOCH).stream()
            .filter(action -> action.work().equals(work))
            .map(action -> ((Start) action).stage())
            .findFirst()
            .orElseThrow(() -> new AssertionError(work + " of " + model + " cannot start first"));
    return new Start(work, attempt, stage, 1, 1, 1);
  }

  private static Attempts attempts(WorkState state) {
    return switch (state) {
      case Waiting(var attempts) -> attempts;
      case Running(var attempts, _) -> attempts;
      case Failed(var attempts, _, _) -> attempts;
      case Done(var attempts, _) -> attempts;
    };
  }

  private static WorkState await(CellExecutor executor, WorkId work, Predicate<WorkState> wanted)
      throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    WorkState state;
    do {
      state = executor.observe().getOrDefault(work, new Waiting(Attempts.NONE));
      if (wanted.test(state)) {
        return state;
      }
      Thread.sleep(20);
    } while (Instant.now().isBefore(end));
    throw new AssertionError("after 20 s " + work.key() + " is still " + state);
  }
}
