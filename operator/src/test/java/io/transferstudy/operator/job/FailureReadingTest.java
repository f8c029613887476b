package io.transferstudy.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.plan.CellExecutorContract;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Failure.Kind;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkResult;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReadingTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String ENDED = "2026-01-02T03:00:00Z";
  private static final String WORK = "cell/net/x/random-init/1";
  private static final Job JOB =
      new JobBuilder()
          .withNewMetadata()
          .withName("job-2")
          .withUid("job-uid")
          .addToLabels(Labels.ATTEMPT, "2")
          .endMetadata()
          .build();

  @Test
  void aMessageOfThisAttemptAndPodIsTheResult() {
    var success = Success.of(7);

    assertThat(read(pod(0, message("uid", WORK, 2, "pod-uid", success))))
        .isEqualTo(new Reading.Ended(success, Instant.parse(ENDED)));
  }

  static Stream<String> others() {
    return Stream.of(
        message("other", WORK, 2, "pod-uid", Success.of(1)),
        message("uid", "cell/net/y/random-init/1", 2, "pod-uid", Success.of(1)),
        message("uid", WORK, 1, "pod-uid", Success.of(1)),
        message("uid", WORK, 2, "other-pod", Success.of(1)),
        "{\"studyUid\":\"uid\"}",
        "{\"studyUid\":",
        "null",
        "done",
        "");
  }

  @ParameterizedTest
  @MethodSource("others")
  void anyOtherMessageIsNone(String message) {
    assertThat(failure(read(pod(0, message))).kind()).isEqualTo(Kind.LOST);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aReportedFailureIsTakenAsItIs(Kind kind) {
    var failure = new Failure(kind, "what happened");

    assertThat(failure(read(pod(1, message(failure))))).isEqualTo(failure);
  }

  @Test
  void withoutAMessageTheExitCodeSpeaks() {
    assertThat(failure(read(pod(4, null))).kind()).isEqualTo(Kind.BAD_DATA);
    assertThat(failure(read(pod(3, null))).kind()).isEqualTo(Kind.OUT_OF_MEMORY);
    assertThat(failure(read(pod(137, null))).kind()).isEqualTo(Kind.OUT_OF_MEMORY);
    assertThat(failure(read(pod(143, null))).kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(failure(read(pod(42, "Exception in thread main"))).message())
        .isEqualTo("the worker ended with exit code 42: Exception in thread main");
    assertThat(failure(read(pod(42, null))).kind()).isEqualTo(Kind.INTERNAL);
  }

  @Test
  void oomKilled() {
    Pod pod = pod(137, null);
    pod.getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated()
        .setReason("OOMKilled");

    assertThat(failure(read(pod)).kind()).isEqualTo(Kind.OUT_OF_MEMORY);
    assertThat(failure(read(pod)).message()).contains("lower batchSize");
  }

  @Test
  void disruptionsAreFreeWhateverTheExitCode() {
    for (Pod pod : List.of(pod(137, null), pod(143, null), pod(143, message(interrupted())))) {
      condition(pod, "DisruptionTarget", "True", "PreemptionByScheduler", "preempted by x");
      assertThat(failure(read(pod)))
          .isEqualTo(new Failure(Kind.DISRUPTED, "PreemptionByScheduler: preempted by x"));
    }
    Pod deleted = pod(143, message(interrupted()));
    deleted.getMetadata().setDeletionTimestamp(ENDED);
    assertThat(failure(read(deleted)))
        .isEqualTo(new Failure(Kind.DISRUPTED, "the pod was deleted"));
    Pod lost = pod(137, null);
    lost.getStatus().setReason("NodeLost");
    assertThat(failure(read(lost)).kind()).isEqualTo(Kind.DISRUPTED);
  }

  @Test
  void whatTheWorkerItselfReportedOutranksADisruption() {
    Pod pod = pod(4, message(new Failure(Kind.BAD_DATA, "7.png")));
    condition(pod, "DisruptionTarget", "True", "TerminationByKubelet", "node low on memory");

    assertThat(failure(read(pod)).kind()).isEqualTo(Kind.BAD_DATA);
  }

  @Test
  void anEvictionForItsOwnUseIsCounted() {
    Pod pod = pod(137, null);
    pod.getStatus().setReason("Evicted");
    pod.getStatus().setMessage("Usage of EmptyDir volume \"tmp\" exceeds the limit \"1Gi\".");
    condition(
        pod,
        "DisruptionTarget",
        "True",
        "TerminationByKubelet",
        "Usage of EmptyDir volume \"tmp\" exceeds the limit \"1Gi\".");

    assertThat(failure(read(pod)).kind()).isEqualTo(Kind.INTERNAL);
    assertThat(failure(read(pod)).message()).startsWith("evicted: Usage of EmptyDir");
  }

  @Test
  void aPodThatFailedWithoutAContainer() {
    Pod pod = pod(1, null);
    pod.getStatus().setContainerStatuses(List.of());
    pod.getStatus().setReason("UnexpectedAdmissionError");
    pod.getStatus().setMessage("Allocate failed: no healthy devices");

    assertThat(failure(read(pod)).kind()).isEqualTo(Kind.DISRUPTED);
  }

  @Test
  void aFinishedJobWithoutAPod() {
    Job failed =
        JOB.edit()
            .withNewStatus()
            .addNewCondition()
            .withType("Failed")
            .withStatus("True")
            .withLastTransitionTime(ENDED)
            .endCondition()
            .endStatus()
            .build();

    assertThat(FailureReading.of(failed, List.of(), "uid", WORK, NOW))
        .isEqualTo(new Reading.NoPod(Instant.parse(ENDED)));
    assertThat(FailureReading.of(JOB, List.of(), "uid", WORK, NOW))
        .isInstanceOf(Reading.UnderWay.class);
  }

  @Test
  void whatAPodWaitsForIsSaid() {
    Pod unschedulable = running();
    unschedulable.getStatus().setPhase("Pending");
    condition(unschedulable, "PodScheduled", "False", "Unschedulable", "0/3 nodes: nvidia.com/gpu");
    assertThat(read(unschedulable))
        .isEqualTo(new Reading.UnderWay(null, "Unschedulable", "0/3 nodes: nvidia.com/gpu"));

    Pod pulling = running();
    pulling
        .getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withState(
                        new ContainerStateBuilder()
                            .withNewWaiting("back-off", "ImagePullBackOff")
                            .build())
                    .build()));
    assertThat(read(pulling)).isEqualTo(new Reading.UnderWay(null, "ImagePullBackOff", "back-off"));

    Pod working = running();
    working.getStatus().setStartTime(ENDED);
    assertThat(read(working)).isEqualTo(new Reading.UnderWay(Instant.parse(ENDED), null, null));
  }

  @Test
  void aLatePodBesideARunningOneChangesNothing() {
    assertThat(
            FailureReading.of(
                JOB,
                List.of(pod(0, message("uid", WORK, 1, "pod-uid", Success.of(1))), running()),
                "uid",
                WORK,
                NOW))
        .isInstanceOf(Reading.UnderWay.class);
  }

  private static Failure interrupted() {
    return new Failure(Kind.INTERRUPTED, "after a checkpoint");
  }

  private static Reading read(Pod pod) {
    return FailureReading.of(JOB, List.of(pod), "uid", WORK, NOW);
  }

  private static Failure failure(Reading reading) {
    return switch (reading) {
      case Reading.Ended(Outcome.Failed(var failure), _) -> failure;
      case Reading.Ended _, Reading.UnderWay _, Reading.NoPod _ ->
          throw new AssertionError("no failure: " + reading);
    };
  }

  private static String message(Failure failure) {
    return message("uid", WORK, 2, "pod-uid", new Outcome.Failed(failure));
  }

  private static String message(
      String study, String work, int attempt, String pod, Outcome outcome) {
    return Json.write(new WorkResult(study, work, attempt, pod, outcome));
  }

  private static Pod running() {
    return new PodBuilder()
        .withNewMetadata()
        .withUid("pod-uid")
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }

  private static void condition(
      Pod pod, String type, String status, String reason, String message) {
    pod.setStatus(
        pod.getStatus()
            .edit()
            .addNewCondition()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .endCondition()
            .build());
  }

  private static Pod pod(int exitCode, @Nullable String message) {
    return running()
        .edit()
        .editStatus()
        .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withMessage(message)
        .withFinishedAt(ENDED)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  /** Reaches the contract's sample result. */
  private abstract static class Success extends CellExecutorContract {
    static Outcome of(int correct) {
      return success(WorkId.parse(WORK), correct);
    }
  }
}
