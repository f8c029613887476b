package io.transferstudy.cli.local;

import io.transferstudy.study.plan.Action.StopReason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker process that runs. */
final class Worker {
  /** As long as a pod gets between SIGTERM and SIGKILL. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private final ProcessHandle process;
  private final CompletableFuture<OptionalInt> end;
  private final LogTail log;
  private volatile @Nullable StopReason stopped;

  private Worker(ProcessHandle process, CompletableFuture<OptionalInt> end, Path log) {
    this.process = process;
    this.end = end;
    this.log = new LogTail(log);
  }

  /** Starts a process that writes all that it prints to that file. */
  static Worker start(ProcessBuilder command, Path log) throws IOException {
    Process started =
        command
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(NOTHING)
            .start();
    return new Worker(
        started.toHandle(),
        started.onExit().thenApply(ended -> OptionalInt.of(ended.exitValue())),
        log);
  }

  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(new File("/dev/null"));

  /** Goes on with one that an earlier process of ours had started: nobody learns its exit code. */
  static Worker adopt(ProcessHandle process, Path log) {
    return new Worker(process, process.onExit().thenApply(_ -> OptionalInt.empty()), log);
  }

  ProcessHandle handle() {
    return process;
  }

  /** Completes when the process has ended, with its exit code where that is known. */
  CompletableFuture<OptionalInt> end() {
    return end;
  }

  WorkerProgress progress() {
    return log.progress();
  }

  /** The last line that it printed, but for progress; empty if there was none. */
  String lastLine() {
    return log.lastLine();
  }

  /** Why it was told to stop; null if it was not. */
  @Nullable StopReason stopped() {
    return stopped;
  }

  /** Asks the process to end after a checkpoint, and ends it when its grace is over. */
  void stop(StopReason reason) {
    if (stopped == null) {
      stopped = reason;
      process.destroy();
      var later = CompletableFuture.delayedExecutor(GRACE.toSeconds(), TimeUnit.SECONDS);
      CompletableFuture.runAsync(this::kill, later);
    }
  }

  /** Ends the process at once. */
  void kill() {
    process.destroyForcibly();
  }
}
