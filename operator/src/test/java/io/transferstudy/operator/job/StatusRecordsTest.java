package io.transferstudy.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.transferstudy.api.v1alpha1.DatasetStatus;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.MetricScore;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written into status is read back as the same record: it is the only memory there is. */
class StatusRecordsTest {
  private static final Instant START = Instant.parse("2026-01-02T03:00:00Z");
  private static final Instant END = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Study STUDY = Studies.pretrained(2, List.of("net"), "x");
  private static final CellId CELL = new CellId("net", "x", "random-init", 1);

  @Test
  void success() {
    var success =
        new Outcome.Success(
            "0".repeat(64),
            14,
            20,
            new Outcome.Chosen.Point(0.1, 1e-4),
            0.625,
            1.5,
            "cpu",
            false,
            "results/1",
            null);
    TransferCellStatus status = roundTrip(record(1, 0, success));

    assertThat(status.phase()).isEqualTo("Succeeded");
    assertThat(status.score()).isEqualTo("0.7000");
    assertThat(status.scoreKind()).isEqualTo("top1");
    assertThat(status.chosen()).isEqualTo("learningRate=0.1 weightDecay=1.0E-4");
    roundTrip(
        record(
            2,
            1,
            new Outcome.Success(
                "1".repeat(64),
                0,
                1,
                new Outcome.Chosen.L2(1e-6),
                1.0,
                0.1,
                "H100",
                false,
                "b",
                null)));
  }

  @Test
  void success_by_another_metric_than_top_1() {
    var score = new MetricScore(Metric.MEAN_PER_CLASS, 2 / 3.0, 0.012345678, 0.61, 0.71);
    var success =
        new Outcome.Success("k", 14, 20, null, 0.625, 1.5, "cpu", false, "r", null, score, null);
    TransferCellStatus status = roundTrip(record(1, 0, success));

    assertThat(status.score()).isEqualTo("0.6667");
    assertThat(status.scoreError()).isEqualTo("0.0123");
    assertThat(status.scoreLow()).isEqualTo("0.6100");
    assertThat(status.scoreKind()).isEqualTo("mean-per-class");
  }

  /** A status whose numbers somebody removed is no result, least of all one of top-1. */
  @Test
  void a_score_without_its_numbers_is_none() {
    String json =
        """
        {"phase": "Succeeded", "attempt": 1, "correct": 14, "total": 20, "resultKey": "k",
         "scoreKind": "11-point-map", "measured": {"value": 0.9, "standardError": 0.1, "low": 0.95,
         "high": 1}}
        """;
    var status = Serialization.unmarshal(json, TransferCellStatus.class);
    assertThat(StatusRecords.read(status).outcome()).isNull();
    var top1 =
        Serialization.unmarshal(json.replace("11-point-map", "top1"), TransferCellStatus.class);
    assertThat(StatusRecords.read(top1).outcome()).isInstanceOf(Outcome.Success.class);
  }

  @Test
  void whatADataSetHasToLookAt() {
    var success =
        new Outcome.Success(
            "0".repeat(64),
            19,
            20,
            null,
            null,
            1.5,
            "cpu",
            false,
            "results/1",
            null,
            null,
            List.of("1 of 5 classes has fewer than 5 images; add some: wren (2)", "it is uneven"));
    WorkRecord record = record(1, 0, success);
    var status =
        (DatasetStatus)
            StatusRecords.shared(
                new WorkId.Prepare("birds"), "d", Phase.SUCCEEDED, Observation.of(record, END));
    assertThat(status.reason()).isEqualTo("Warnings");
    assertThat(status.message())
        .isEqualTo("1 of 5 classes has fewer than 5 images; add some: wren (2) | it is uneven");
    assertThat(status.found()).isEqualTo(20);
    var read = (Outcome.Success) StatusRecords.read(status).outcome();
    assertThat(read).isNotNull();
    assertThat(read.warned()).isEqualTo(success.warned());
  }

  @ParameterizedTest
  @EnumSource(Failure.Kind.class)
  void failure(Failure.Kind kind) {
    boolean free = kind.retry() == Failure.Retry.FREE;
    TransferCellStatus status =
        roundTrip(record(1, free ? 1 : 0, new Outcome.Failed(new Failure(kind, "because"))));

    assertThat(status.phase())
        .isEqualTo(kind.retry() == Failure.Retry.NEVER ? "Failed" : "Pending");
    assertThat(status.message()).isEqualTo("because");
    assertThat(status.reason()).matches("[A-Z][a-zA-Z]+");
  }

  @Test
  void underWay() {
    var record = new WorkRecord(new Attempts(3, 1), null, START, null, "job-3");
    var seen = Observation.of(record, END);
    assertThat(roundTrip(record).phase()).isEqualTo("Running");
    assertThat(seen.state()).isInstanceOf(io.transferstudy.study.plan.WorkState.Running.class);
  }

  @Test
  void whatSpeaksAgainstNodesAndForSmallerParts() {
    var attempts = new Attempts(4, 1, 2);
    var running = new WorkRecord(attempts, null, START, null, "job-4", List.of("n1", "n2", "n1"));
    var failure = new Outcome.Failed(new Failure(Failure.Kind.INTERNAL, "because"));
    var failed = new WorkRecord(attempts, failure, START, END, "job-4", List.of("n1", "n1"));

    assertThat(roundTrip(running).failedNodes()).containsExactly("n1", "n2", "n1");
    assertThat(roundTrip(failed).outOfMemoryAttempts()).isEqualTo(2);
    assertThat(roundTrip(record(1, 0, failure)).outOfMemoryAttempts()).isNull();
    assertThat(roundTrip(record(1, 0, failure)).failedNodes()).isNull();
    var status =
        StatusRecords.shared(
            new WorkId.Pretrain("net"), "d", Phase.PENDING, Observation.of(failed, END));
    assertThat(StatusRecords.read(status)).isEqualTo(failed);
  }

  @Test
  void neverStarted() {
    assertThat(roundTrip(WorkRecord.NONE).phase()).isEqualTo("Pending");
    assertThat(StatusRecords.read((TransferCellStatus) null)).isEqualTo(WorkRecord.NONE);
  }

  @Test
  void aStoppedAttemptWhosePodStillRunsIsReadBackAsEnded() {
    var record =
        record(1, 1, new Outcome.Failed(new Failure(Failure.Kind.INTERRUPTED, "suspended")));
    var stopping =
        new Observation(
            new io.transferstudy.study.plan.WorkState.Running(record.attempts(), END),
            record,
            "Stopping",
            "writes its checkpoint");
    var progress = new CellProgress(CELL, Phase.RUNNING, 1, null, null);

    assertThat(StatusRecords.read(StatusRecords.cell(progress, stopping))).isEqualTo(record);
  }

  private static WorkRecord record(int made, int free, Outcome outcome) {
    return new WorkRecord(new Attempts(made, free), outcome, START, END, "job-" + made);
  }

  private static TransferCellStatus roundTrip(WorkRecord record) {
    var seen = Observation.of(record, END);
    WorkId work = new WorkId.OfCell(CELL);
    CellProgress progress =
        Progress.of(STUDY, Map.of(work, seen.state())).cells().stream()
            .filter(cell -> cell.cell().equals(CELL))
            .findFirst()
            .orElseThrow();
    TransferCellStatus status = StatusRecords.cell(progress, seen);
    assertThat(StatusRecords.read(status)).isEqualTo(record);
    return status;
  }
}
