package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.plan.Action.StopReason;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Failure.Kind;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkResult;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final Verdict.Fence FENCE = new Verdict.Fence("uid", "pretrain/m", 2, "pod");
  private static final Outcome SUCCESS =
      new Outcome.Success("k", 1, 2, null, null, 1, "cpu", false, "a", null);

  @ParameterizedTest
  @CsvSource({
    "0, LOST", "1, INTERNAL", "2, INVALID_REQUEST", "3, OUT_OF_MEMORY", "4, BAD_DATA",
    "5, BAD_WEIGHTS", "6, DIVERGED", "7, TRANSIENT_IO", "129, INTERRUPTED", "130, INTERRUPTED",
    "137, OUT_OF_MEMORY", "143, INTERRUPTED", "99, INTERNAL"
  })
  void withoutAMessageTheExitCodeDecides(int exit, Kind kind) {
    assertThat(failure(Optional.empty(), OptionalInt.of(exit), null).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "other, pretrain/m, 2, pod",
    "uid, pretrain/n, 2, pod",
    "uid, pretrain/m, 1, pod",
    "uid, pretrain/m, 2, other"
  })
  void onlyTheRightMessageIsBelieved(String uid, String work, int attempt, String pod) {
    var message = new WorkResult(uid, work, attempt, pod, SUCCESS);
    assertThat(failure(Optional.of(message), OptionalInt.of(0), null).kind()).isEqualTo(Kind.LOST);
  }

  @Test
  void aResultCountsHoweverTheProcessEnded() {
    assertThat(
            Verdict.ended(
                FENCE, message(SUCCESS), OptionalInt.of(143), StopReason.SUSPENDED, "bye"))
        .isEqualTo(SUCCESS);
    assertThat(Verdict.unseen(FENCE, message(SUCCESS))).isEqualTo(SUCCESS);
  }

  @Test
  void whatWasStoppedForItsDeadlineIsNotMerelyInterrupted() {
    var checkpoint = new Outcome.Failed(new Failure(Kind.INTERRUPTED, "checkpoint"));
    assertThat(failure(message(checkpoint), OptionalInt.of(143), StopReason.DEADLINE).kind())
        .isEqualTo(Kind.DEADLINE);
    assertThat(failure(message(checkpoint), OptionalInt.of(143), StopReason.SUSPENDED))
        .isEqualTo(checkpoint.failure());
  }

  @Test
  void whatWasKilledBecauseItDidNotStopIsInterrupted() {
    assertThat(failure(Optional.empty(), OptionalInt.of(137), StopReason.SUSPENDED).kind())
        .isEqualTo(Kind.INTERRUPTED);
  }

  private static Optional<WorkResult> message(Outcome outcome) {
    return Optional.of(new WorkResult("uid", "pretrain/m", 2, "pod", outcome));
  }

  private static Failure failure(
      Optional<WorkResult> message, OptionalInt exit, @Nullable StopReason stop) {
    var outcome = Verdict.ended(FENCE, message, exit, stop, "last words");
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).failure();
  }
}
