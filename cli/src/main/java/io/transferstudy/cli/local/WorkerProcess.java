package io.transferstudy.cli.local;

import io.transferstudy.study.plan.Action.StopReason;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker process of ours, with all that it prints kept in a file. */
final class WorkerProcess {
  /** As long as a pod gets between SIGTERM and SIGKILL. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Process process;
  private final Thread reader;
  private volatile WorkerProgress progress = WorkerProgress.NONE;
  private volatile String lastLine = "";
  private volatile @Nullable StopReason stopped;

  private WorkerProcess(Process process, Path log, Runnable onProgress) {
    this.process = process;
    this.reader = Thread.ofVirtual().name("log of " + log).start(() -> copy(log, onProgress));
  }

  /**
   * Starts a process whose standard output and error go to that file.
   *
   * @param onProgress called after each progress line, on a thread of this class
   */
  static WorkerProcess start(ProcessBuilder command, Path log, Runnable onProgress)
      throws IOException {
    return new WorkerProcess(command.redirectErrorStream(true).start(), log, onProgress);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  WorkerProgress progress() {
    return progress;
  }

  /** The last line that was not progress; empty if there was none. */
  String lastLine() {
    return lastLine;
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
      var kill = CompletableFuture.delayedExecutor(GRACE.toSeconds(), TimeUnit.SECONDS);
      CompletableFuture.runAsync(this::kill, kill);
    }
  }

  /** Ends the process at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** Its exit code, after the last line was read. */
  CompletableFuture<Integer> exit() {
    return process
        .onExit()
        .thenApplyAsync(ended -> {
          try {
            reader.join(LAST_WORDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return ended.exitValue();
        });
  }

  private void copy(Path log, Runnable onProgress) {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter file = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        file.write(line);
        file.newLine();
        file.flush();
        var said = WorkerProgress.parse(line);
        if (said.isPresent()) {
          progress = said.get();
          onProgress.run();
        } else if (!line.isBlank()) {
          lastLine = line.strip();
        }
      }
    } catch (IOException e) {
      lastLine = "its log could not be kept: " + FolderTrouble.at(log, e).getMessage();
      drain();
    }
  }

  /** A pipe that nobody reads would stop the worker. */
  private void drain() {
    try {
      process.getInputStream().skip(Long.MAX_VALUE);
    } catch (IOException e) {
      lastLine = lastLine.isEmpty() ? String.valueOf(e.getMessage()) : lastLine;
    }
  }
}
