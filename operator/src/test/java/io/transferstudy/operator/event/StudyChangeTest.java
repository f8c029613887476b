package io.transferstudy.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.api.v1alpha1.CellCounts;
import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StudyChangeTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:00:00Z");
  private static final StudyCondition VALID = condition("Accepted", "True", "Valid", "12 cells");
  private static final StudyCondition INVALID =
      condition("Accepted", "False", "Invalid", "models[0]: unknown architecture");

  @Test
  void acceptance() {
    assertThat(events(null, status(VALID)))
        .containsExactly("TransferStudy Normal Accepted 12 cells");
    assertThat(events(null, status(INVALID)))
        .containsExactly("TransferStudy Warning Invalid models[0]: unknown architecture");
    assertThat(events(status(VALID), status(INVALID))).hasSize(1);
    assertThat(events(status(INVALID), status(VALID))).hasSize(1);
    assertThat(
            events(status(INVALID), status(condition("Accepted", "False", "Invalid", "another"))))
        .containsExactly("TransferStudy Warning Invalid another");
  }

  @Test
  void suspension() {
    var suspended = status(VALID, condition("Suspended", "True", "AsAsked", "set it to false"));
    var goesOn = status(VALID, condition("Suspended", "False", "NotSuspended", ""));

    assertThat(events(goesOn, suspended))
        .containsExactly("TransferStudy Normal Suspended set it to false");
    assertThat(events(suspended, goesOn)).containsExactly("TransferStudy Normal Resumed goes on");
    assertThat(events(status(VALID), goesOn)).isEmpty();
  }

  @Test
  void completion() {
    var complete = condition("Complete", "True", "AllSucceeded", "");

    assertThat(events(status(VALID), counts(new CellCounts(3, 0, 0, 3, 0), VALID, complete)))
        .containsExactly("TransferStudy Normal Complete 3 cells succeeded, 0 failed");
    assertThat(events(status(VALID), counts(new CellCounts(3, 0, 0, 1, 2), VALID, complete)))
        .containsExactly("TransferStudy Warning Complete 1 cells succeeded, 2 failed");
  }

  @Test
  void whatCannotBeStarted() {
    var refused = condition("Progressing", "False", "CannotStart", "quota exceeded");

    assertThat(events(status(VALID), status(VALID, refused)))
        .containsExactly("TransferStudy Warning CannotStart quota exceeded");
    assertThat(events(status(VALID, refused), status(VALID, refused))).isEmpty();
  }

  @Test
  void failuresOfPretraining() {
    var before = status(VALID);
    var after = pretrained(Phase.FAILED, 3, Failure.Kind.BAD_DATA);

    assertThat(events(before, after))
        .containsExactly(
            "TransferStudy Warning BadData pretraining of net, attempt 3, given up: why");
    assertThat(new StudyChange(study(), before, after).failures())
        .containsExactly(new Failure(Failure.Kind.BAD_DATA, "why"));
    assertThat(events(after, after)).isEmpty();
    assertThat(new StudyChange(study(), after, after).failures()).isEmpty();
    assertThat(events(before, pretrained(Phase.PENDING, 1, Failure.Kind.DISRUPTED)))
        .containsExactly("TransferStudy Normal Disrupted pretraining of net, attempt 1: why");
  }

  @Test
  void aLongMessageIsCutToWhatAnEventTakes() {
    var invalid = condition("Accepted", "False", "Invalid", "x".repeat(5_000));

    assertThat(new StudyChange(study(), null, status(invalid)).events().getFirst().message())
        .hasSize(1_000)
        .endsWith("…");
  }

  static String text(StudyEvent event) {
    return "%s %s %s %s"
        .formatted(
            event.regarding().getKind(), event.type().label(), event.reason(), event.message());
  }

  private static List<String> events(
      @Nullable TransferStudyStatus before, TransferStudyStatus after) {
    return new StudyChange(study(), before, after)
        .events().stream().map(StudyChangeTest::text).toList();
  }

  private static TransferStudyStatus status(StudyCondition... conditions) {
    return status(null, null, conditions);
  }

  private static TransferStudyStatus counts(CellCounts counts, StudyCondition... conditions) {
    return status(counts, null, conditions);
  }

  private static TransferStudyStatus pretrained(Phase phase, int attempt, Failure.Kind kind) {
    var record =
        new WorkRecord(
            new Attempts(attempt, 0),
            new Outcome.Failed(new Failure(kind, "why")),
            AT,
            AT.plusSeconds(1),
            "job");
    return status(
        null,
        (ModelStatus)
            StatusRecords.shared(
                new WorkId.Pretrain("net"), "d", phase, Observation.of(record, AT)),
        VALID);
  }

  private static TransferStudyStatus status(
      @Nullable CellCounts counts, @Nullable ModelStatus pretrained, StudyCondition... conditions) {
    return new TransferStudyStatus(
        1L,
        "Running",
        List.of(conditions),
        counts,
        null,
        null,
        Stream.ofNullable(pretrained).toList(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static StudyCondition condition(
      String type, String status, String reason, String message) {
    return new StudyCondition(type, status, reason, message, AT.toString(), 1L);
  }

  private static TransferStudy study() {
    var study = new TransferStudy();
    study.getMetadata().setName("tiny");
    study.getMetadata().setNamespace("space");
    study.getMetadata().setUid("uid-1");
    return study;
  }
}
