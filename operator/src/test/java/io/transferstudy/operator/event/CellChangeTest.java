package io.transferstudy.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellSpec;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Failure.Kind;
import io.transferstudy.study.work.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellChangeTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:00:00Z");
  private static final CellId ID = new CellId("net", "x", "random-init", 1);
  private static final TransferCellStatus RUNNING = running(1, null, null);

  @Test
  void theFirstFailureIsToldOnTheCellAndOnItsStudy() {
    assertThat(events(RUNNING, failed(1, Phase.PENDING, Kind.OUT_OF_MEMORY)))
        .containsExactly(
            "TransferCell Warning OutOfMemory attempt 1: why",
            "TransferStudy Warning OutOfMemory cell net/x/random-init/1 attempt 1: why");
  }

  @Test
  void laterFailuresAreToldOnTheCellOnly() {
    assertThat(events(running(2, null, null), failed(2, Phase.PENDING, Kind.TRANSIENT_IO)))
        .containsExactly("TransferCell Warning TransientIo attempt 2: why");
  }

  @Test
  void whatIsFreeIsNoWarningOnTheCell() {
    assertThat(events(RUNNING, failed(1, Phase.PENDING, Kind.INTERRUPTED)))
        .containsExactly("TransferCell Normal Interrupted attempt 1: why");
  }

  @Test
  void aCellThatIsGivenUpIsToldOnBoth() {
    assertThat(events(RUNNING, failed(1, Phase.FAILED, Kind.BAD_DATA)))
        .containsExactly(
            "TransferCell Warning BadData attempt 1: why",
            "TransferCell Warning GivenUp BadData on attempt 1: why",
            "TransferStudy Warning CellFailed cell net/x/random-init/1 BadData on attempt 1: why");
  }

  @Test
  void aCellThatFailsWithItsPretrainingIsNotTold() {
    var progress =
        new CellProgress(ID, Phase.FAILED, 0, null, new Failure(Kind.BAD_DATA, "pretraining"));
    var after = StatusRecords.cell(progress, Observation.of(WorkRecord.NONE, AT));

    assertThat(events(null, after)).isEmpty();
  }

  @Test
  void aWaitIsToldOnceAndIsNoWarning() {
    var waiting = running(1, "Unschedulable", "0/3 nodes are available");

    assertThat(events(RUNNING, waiting))
        .containsExactly(
            "TransferCell Normal Unschedulable attempt 1 waits: 0/3 nodes are available");
    assertThat(events(waiting, running(1, "Unschedulable", "0/4 nodes are available"))).isEmpty();
    assertThat(events(RUNNING, running(1, "PodNotCreated", "waits for its pod"))).isEmpty();
    assertThat(events(RUNNING, running(1, "Stopping", "writes a checkpoint"))).isEmpty();
  }

  @Test
  void nothingThatIsKnownIsToldAgain() {
    for (var status :
        List.of(
            RUNNING,
            failed(1, Phase.PENDING, Kind.INTERNAL),
            failed(3, Phase.FAILED, Kind.INTERNAL),
            running(2, "ImagePullBackOff", "no such image"))) {
      assertThat(events(status, status)).isEmpty();
    }
    var failed = failed(1, Phase.PENDING, Kind.INTERNAL);
    assertThat(events(failed, running(2, null, null))).isEmpty();
    assertThat(new CellChange(cell(), failed, failed).failure()).isEmpty();
    assertThat(new CellChange(cell(), RUNNING, failed).failure())
        .contains(new Failure(Kind.INTERNAL, "why"));
  }

  private static List<String> events(
      @Nullable TransferCellStatus before, TransferCellStatus after) {
    return new CellChange(cell(), before, after)
        .events().stream().map(StudyChangeTest::text).toList();
  }

  private static TransferCellStatus running(
      int attempt, @Nullable String reason, @Nullable String message) {
    var attempts = new Attempts(attempt, 0);
    var seen =
        new Observation(
            new WorkState.Running(attempts, AT),
            new WorkRecord(attempts, null, AT, null, "job"),
            reason,
            message);
    return StatusRecords.cell(new CellProgress(ID, Phase.RUNNING, attempt, null, null), seen);
  }

  private static TransferCellStatus failed(int attempt, Phase phase, Kind kind) {
    var failure = new Failure(kind, "why");
    var record =
        new WorkRecord(
            new Attempts(attempt, 0), new Outcome.Failed(failure), AT, AT.plusSeconds(1), "job");
    return StatusRecords.cell(
        new CellProgress(ID, phase, attempt, null, failure), Observation.of(record, AT));
  }

  private static TransferCell cell() {
    var cell = new TransferCell();
    cell.getMetadata().setName("tiny-abc");
    cell.getMetadata().setNamespace("space");
    cell.getMetadata().setUid("cell-uid");
    cell.getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withName("tiny")
                    .withUid("uid-1")
                    .withController(true)
                    .build()));
    cell.setSpec(new TransferCellSpec("tiny", "uid-1", "net", "x", "random-init", 1, "0"));
    return cell;
  }
}
