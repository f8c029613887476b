package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.ClaimUse;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.Studies;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextLookTest {
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
  private static final Blueprint BLUEPRINT = blueprint();
  private static final WorkId WORK = BLUEPRINT.definitions().keySet().iterator().next();

  /** Retries wait 1 to 2 seconds: such a delay ends within many a step. */
  @Test
  void aDelayThatEndsWhileAStepIsTakenIsNotMissed() {
    assertThat(after(END.plusMillis(900), END.plusSeconds(3))).contains(Duration.ofSeconds(1));
  }

  @Test
  void whatCouldHaveBeenDoneWaitsForSomethingElse() {
    assertThat(after(END.plusSeconds(3), END.plusSeconds(3))).isEmpty();
  }

  @Test
  void aMissingClaimIsLookedForAgain() {
    var claims = new ClaimUse(List.of("there is no claim"), List.of(), false);

    assertThat(NextLook.after(BLUEPRINT.with(claims), result(Map.of(), END), Optional.empty(), END))
        .contains(Duration.ofMillis(20_010));
  }

  private static Optional<Duration> after(Instant planned, Instant now) {
    var failed =
        new WorkState.Failed(
            new WorkState.Attempts(1, 1),
            END,
            new Failure(Failure.Kind.DISRUPTED, "the pod was deleted"));
    var seen = Map.of(WORK, new Observation(failed, WorkRecord.NONE, null, null));
    return NextLook.after(BLUEPRINT, result(seen, planned), Optional.empty(), now);
  }

  private static StudyStep.Result result(Map<WorkId, Observation> seen, Instant planned) {
    var progress = Progress.of(BLUEPRINT.study(), Map.of());
    return new StudyStep.Result(
        seen,
        Findings.of(BLUEPRINT.study().grid(), progress, Map.of()),
        null,
        false,
        false,
        planned,
        null);
  }

  private static Blueprint blueprint() {
    var resource = new TransferStudy();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName("tiny")
            .withNamespace("space")
            .withUid("uid-1")
            .withGeneration(1L)
            .build());
    return Blueprint.of(
        resource,
        new TransferStudySpec(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null),
        Studies.pretrained(2, List.of("net"), "x"),
        "transfer-study-artifacts");
  }
}
