package io.transferstudy.cli.local;

import io.transferstudy.cli.local.Slots.Place;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.CellExecutor;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs work as processes of this machine. All that must survive is in the study's folder before
 * anything follows from it, so that this process may be killed at any moment.
 */
public final class LocalExecutor implements CellExecutor {
  private final WorkLedger ledger;
  private final WorkerCommand command;
  private final WorkRequest.Folders folders;
  private final Clock clock;
  private final Runnable onChange;
  private final Deque<Place> free;
  private final Map<WorkId, WorkState> states;
  private final Map<WorkId, Child> children = new LinkedHashMap<>();
  private @Nullable RuntimeException trouble;

  /**
   * Takes over the study's folder. Workers that a killed forerunner has left behind go on.
   *
   * @param folders as the workers see them
   * @param onChange called whenever there may be something new to observe or to show
   */
  public LocalExecutor(
      WorkLedger ledger,
      WorkerCommand command,
      WorkRequest.Folders folders,
      Slots slots,
      Clock clock,
      Runnable onChange) {
    this.ledger = ledger;
    this.command = command;
    this.folders = folders;
    this.clock = clock;
    this.onChange = onChange;
    this.free = new ArrayDeque<>(slots.places());
    List<Takeover> running = Takeover.of(ledger, clock);
    this.states = ledger.read();
    running.forEach(this::adopt);
  }

  private synchronized void adopt(Takeover taken) {
    AttemptStart start = taken.files().start().orElseThrow();
    Place place =
        free.stream()
            .filter(candidate -> candidate.number() == start.slot())
            .findFirst()
            .orElse(Place.GONE);
    free.remove(place);
    var worker = Worker.adopt(taken.process(), taken.files().log());
    watch(taken.work(), new Child(taken.attempt(), start, worker, place));
  }

  private void watch(WorkId work, Child child) {
    children.put(work, child);
    child.worker().end().thenAccept(exit -> ended(work, exit)).exceptionally(this::troubled);
  }

  /** A worker that runs. */
  private record Child(int attempt, AttemptStart start, Worker worker, Place place) {}

  @Override
  public synchronized Map<WorkId, WorkState> observe() {
    if (trouble != null) {
      throw trouble;
    }
    return Map.copyOf(states);
  }

  /** What the workers that run have last said. */
  public synchronized Map<WorkId, WorkerProgress> progress() {
    var progress = new LinkedHashMap<WorkId, WorkerProgress>();
    children.forEach((work, child) -> progress.put(work, child.worker().progress()));
    return progress;
  }

  @Override
  public synchronized void apply(Action action) {
    switch (action) {
      case Action.Start start -> start(start);
      case Action.Stop(var work, var reason) -> {
        Child child = children.get(work);
        if (child != null) {
          child.worker().stop(reason);
        }
      }
    }
  }

  /** Asks all workers to end after a checkpoint; they are seen to be gone by {@link #observe()}. */
  public synchronized void stopAll() {
    children.values().forEach(child -> child.worker().stop(Action.StopReason.SUSPENDED));
  }

  /** Ends all workers at once. */
  public synchronized void killAll() {
    children.values().forEach(child -> child.worker().stop(Action.StopReason.SUSPENDED));
    children.values().forEach(child -> child.worker().kill());
  }

  /** How many workers run. */
  public synchronized int running() {
    return children.size();
  }

  private void start(Action.Start action) {
    WorkId work = action.work();
    AttemptFolder files = ledger.attempt(work, action.attempt());
    if (children.containsKey(work) || files.start().isPresent()) {
      return;
    }
    Place place = free.pollFirst();
    if (place == null) {
      return; // planned again when a worker has ended
    }
    createDirectory(files);
    var request =
        new WorkRequest(
            ledger.id().uid(),
            ledger.study().name(),
            work.key(),
            action.attempt(),
            action.stage(),
            action.seed(),
            folders,
            action.threads(),
            action.microBatchDivisor());
    AtomicFile.write(files.request(), Json.writeIndented(request));
    var start = AttemptStart.before(UUID.randomUUID().toString(), clock.instant(), place.number());
    files.write(start);
    try {
      var worker = Worker.start(builder(files, start, action, place), files.log());
      files.write(start.with(worker.handle()));
      states.put(work, ledger.state(work));
      watch(work, new Child(action.attempt(), start, worker, place));
    } catch (IOException e) {
      free.addFirst(place);
      end(work, files, failure("the worker could not be started: " + e.getMessage()));
    }
  }

  private ProcessBuilder builder(
      AttemptFolder files, AttemptStart start, Action.Start action, Place place) {
    var builder =
        new ProcessBuilder(OwnSession.of(command.line(files.request())))
            .directory(files.path().toFile());
    var environment = builder.environment();
    environment.putAll(command.environment(files.message(), action.threads()));
    environment.put("POD_UID", start.podUid());
    if (place.gpu() != null) {
      environment.put("CUDA_VISIBLE_DEVICES", place.gpu());
    }
    return builder;
  }

  private synchronized void ended(WorkId work, OptionalInt exit) {
    Child child = children.remove(work);
    if (child == null) {
      throw new IllegalStateException("ended twice: " + work.key());
    }
    if (child.place() != Place.GONE) {
      free.addFirst(child.place());
    }
    AttemptFolder files = ledger.attempt(work, child.attempt());
    var worker = child.worker();
    end(
        work,
        files,
        Verdict.ended(
            ledger.fence(work, child.attempt(), child.start()),
            files.result(),
            exit,
            worker.stopped(),
            worker.lastLine()));
    onChange.run();
  }

  /** Written down first, then known. */
  private void end(WorkId work, AttemptFolder files, Outcome outcome) {
    files.write(AttemptEnd.of(outcome, clock.instant()));
    states.put(work, ledger.state(work));
  }

  /** What goes wrong on another thread is thrown by the next {@link #observe()}. */
  private synchronized @Nullable Void troubled(Throwable e) {
    var cause = e instanceof CompletionException wrapped ? wrapped.getCause() : e;
    trouble = cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    onChange.run();
    return null;
  }

  private static Outcome failure(String message) {
    return new Outcome.Failed(new Failure(Failure.Kind.INTERNAL, message));
  }

  private static void createDirectory(AttemptFolder files) {
    try {
      Files.createDirectories(files.path());
    } catch (IOException e) {
      throw FolderTrouble.at(files.path(), e);
    }
  }
}
