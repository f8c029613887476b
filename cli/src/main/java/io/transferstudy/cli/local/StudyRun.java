package io.transferstudy.cli.local;

import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.Planner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a study to its end: observe, plan, apply, show. */
public final class StudyRun {
  private static final Duration FOREVER = Duration.ofDays(1);

  private final Study study;
  private final LocalExecutor executor;
  private final Clock clock;
  private final Wake wake;
  private final Duration tick;
  private final Consumer<Snapshot> show;
  private volatile boolean stopping;

  /**
   * @param study with the parallelism of this machine
   * @param wake signalled by the executor
   * @param tick show at least so often; null to show only what is new
   * @param show called from the thread that runs
   */
  public StudyRun(
      Study study,
      LocalExecutor executor,
      Clock clock,
      Wake wake,
      Optional<Duration> tick,
      Consumer<Snapshot> show) {
    this.study = study;
    this.executor = executor;
    this.clock = clock;
    this.wake = wake;
    this.tick = tick.orElse(FOREVER);
    this.show = show;
  }

  /** Why a run is over. */
  public enum Ending {
    /** Every cell has succeeded or failed for good. */
    COMPLETE,
    /** It was asked to stop. */
    STOPPED,
    /** The study is suspended, and nothing runs any more. */
    SUSPENDED
  }

  /** Starts nothing more and lets the workers end after a checkpoint. May be called at any time. */
  public void stop() {
    stopping = true;
    executor.stopAll();
    wake.signal();
  }

  /** Runs until there is nothing more to do. */
  public Ending run() throws InterruptedException {
    while (true) {
      Snapshot before = snapshot();
      for (Action action : actions(before)) {
        executor.apply(action);
      }
      Snapshot after = snapshot();
      show.accept(after);
      if (!after.anyRunning()) {
        if (after.progress().complete()) {
          return Ending.COMPLETE;
        }
        if (stopping) {
          return Ending.STOPPED;
        }
        if (study.limits().suspend()) {
          return Ending.SUSPENDED;
        }
      }
      wake.await(untilNextPlan(after));
    }
  }

  private Snapshot snapshot() {
    return new Snapshot(
        study,
        executor.observe(),
        executor.progress(),
        study.limits().parallelism(),
        clock.instant());
  }

  private List<Action> actions(Snapshot snapshot) {
    if (stopping) {
      executor.stopAll(); // also what was started while the wish to stop came in
      return List.of();
    }
    return Planner.plan(study, snapshot.seen(), snapshot.now());
  }

  private Duration untilNextPlan(Snapshot snapshot) {
    Optional<Instant> planned =
        stopping ? Optional.empty() : Planner.wakeUp(study, snapshot.seen(), snapshot.now());
    Duration wait =
        planned.map(at -> Duration.between(snapshot.now(), at).plusMillis(1)).orElse(tick);
    return wait.compareTo(tick) < 0 ? wait : tick;
  }
}
