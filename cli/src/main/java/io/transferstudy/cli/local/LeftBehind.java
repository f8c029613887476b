package io.transferstudy.cli.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Workers that go on although the process that started them was killed. They must be gone before
 * anything new starts: two workers would share a slot and a checkpoint.
 */
final class LeftBehind {
  private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

  private LeftBehind() {}

  /** The process that an attempt's records name, if it still runs. */
  static Optional<ProcessHandle> find(AttemptFolder files, AttemptStart start) {
    return Stream.concat(recorded(start).stream(), asked(files.request()).stream()).findFirst();
  }

  /** By process id, unless the system has given that id to another since. */
  private static Optional<ProcessHandle> recorded(AttemptStart start) {
    if (start.pid() == null || start.processStartedAt() == null) {
      return Optional.empty();
    }
    Instant recorded = Instant.parse(start.processStartedAt());
    return ProcessHandle.of(start.pid())
        .filter(ProcessHandle::isAlive)
        .filter(process ->
            process
                .info()
                .startInstant()
                .filter(at -> Duration.between(at, recorded).abs().compareTo(CLOCK_STEP) < 0)
                .isPresent());
  }

  /** By its command line: the kill may have come between the start and the record of it. */
  private static Optional<ProcessHandle> asked(Path request) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process
                .info()
                .arguments()
                .filter(arguments -> List.of(arguments).contains(request.toString()))
                .isPresent())
        .findFirst();
  }

  /** Lets the processes write their checkpoints, and ends them when {@code grace} is over. */
  static void end(List<ProcessHandle> processes, Duration grace) {
    processes.forEach(ProcessHandle::destroy);
    Instant deadline = Instant.now().plus(grace);
    for (ProcessHandle process : processes) {
      if (!gone(process, Duration.between(Instant.now(), deadline))) {
        process.destroyForcibly();
        gone(process, grace);
      }
    }
  }

  private static boolean gone(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a process cannot fail to be waited for", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
