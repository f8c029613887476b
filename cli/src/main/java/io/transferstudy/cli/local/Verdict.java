package io.transferstudy.cli.local;

import io.transferstudy.study.plan.Action.StopReason;
import io.transferstudy.study.work.ExitCode;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkResult;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Judges how an attempt ended, from what its process left. */
final class Verdict {
  private static final int SIGHUP = 129;
  private static final int SIGINT = 130;

  private Verdict() {}

  /** Who may speak for an attempt. */
  record Fence(String studyUid, String work, int attempt, String podUid) {
    boolean admits(WorkResult result) {
      return result.studyUid().equals(studyUid)
          && result.work().equals(work)
          && result.attempt() == attempt
          && result.podUid().equals(podUid);
    }
  }

  /**
   * The outcome of a process that ended.
   *
   * @param message what it wrote, if that could be read
   * @param exit its exit code, if that is known
   * @param stop why it was told to stop; null if it was not
   * @param lastLine of its log, for people
   */
  static Outcome ended(
      Fence fence,
      Optional<WorkResult> message,
      OptionalInt exit,
      @Nullable StopReason stop,
      String lastLine) {
    Optional<Outcome> said = message.filter(fence::admits).map(WorkResult::outcome);
    if (said.isPresent() && !(stop == StopReason.DEADLINE && interrupted(said.get()))) {
      return said.get();
    }
    return new Outcome.Failed(silent(exit, stop, lastLine));
  }

  /** The outcome of a process whose end nobody saw. */
  static Outcome unseen(Fence fence, Optional<WorkResult> message) {
    return ended(fence, message, OptionalInt.empty(), null, "");
  }

  private static boolean interrupted(Outcome outcome) {
    return outcome instanceof Outcome.Failed(Failure failure)
        && failure.kind() == Failure.Kind.INTERRUPTED;
  }

  private static Failure silent(OptionalInt code, @Nullable StopReason stop, String lastLine) {
    if (stop == StopReason.DEADLINE) {
      return new Failure(Failure.Kind.DEADLINE, "the attempt took longer than allowed");
    }
    if (stop != null) {
      return new Failure(Failure.Kind.INTERRUPTED, "stopped");
    }
    if (code.isEmpty()) {
      return new Failure(
          Failure.Kind.INTERRUPTED, "the run was killed, and the worker ended without a result");
    }
    int exit = code.getAsInt();
    if (exit == SIGINT || exit == SIGHUP) {
      return new Failure(Failure.Kind.INTERRUPTED, "stopped by a signal");
    }
    Failure.Kind kind = ExitCode.of(exit).failure().orElse(Failure.Kind.LOST);
    String ending =
        exit == ExitCode.KILLED.code()
            ? "the worker was killed (SIGKILL), most likely because memory ran out"
            : "the worker ended with exit code %d and without a result".formatted(exit);
    return new Failure(kind, lastLine.isEmpty() ? ending : ending + "; it last said: " + lastLine);
  }
}
