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
import org.junit.jupiter.params.provider.Arguments;
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
        .isEqualTo(new Reading.Ended(success, Instant.parse(ENDED), "n1"));
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

  @Test
  void aWaitIsSaidAfterAGraceOnly() {
    Pod pod = running();
    pod.getMetadata().setCreationTimestamp("2026-01-02T03:04:00Z"); // 5 s ago
    pod.getStatus().setPhase("Pending");
    condition(pod, "PodScheduled", "False", "Unschedulable", "0/3 nodes are available");
    assertThat(read(pod))
        .isEqualTo(new Reading.UnderWay(null, null, null, Instant.parse("2026-01-02T03:04:30Z")));

    pod.getMetadata().setCreationTimestamp("2026-01-02T03:03:35Z"); // 30 s ago
    assertThat(read(pod))
        .isEqualTo(new Reading.UnderWay(null, "Unschedulable", "0/3 nodes are available"));
  }

  /**
   * As Kueue preempts: the Job is suspended and its pods are deleted; the attempt goes on later.
   */
  @Test
  void aSuspendedJobHasNotEnded() {
    Job suspended =
        JOB.edit()
            .withNewStatus()
            .addNewCondition()
            .withType("Suspended")
            .withStatus("True")
            .withReason("JobSuspended")
            .endCondition()
            .endStatus()
            .build();
    Pod deleted = pod(143, message(interrupted()));
    deleted.getMetadata().setDeletionTimestamp(ENDED);

    for (List<Pod> pods : List.of(List.<Pod>of(), List.of(deleted))) {
      assertThat(FailureReading.of(suspended, pods, "uid", WORK, NOW))
          .isEqualTo(new Reading.UnderWay(null, "Suspended", "the Job is suspended"));
    }
    Pod succeeded = pod(0, message("uid", WORK, 2, "pod-uid", Success.of(7)));
    assertThat(FailureReading.of(suspended, List.of(succeeded), "uid", WORK, NOW))
        .isInstanceOf(Reading.Ended.class);
  }

  @Test
  void aJobThatAnotherGaveADeadline() {
    Job late =
        JOB.edit()
            .withNewStatus()
            .addNewCondition()
            .withType("Failed")
            .withStatus("True")
            .withReason("DeadlineExceeded")
            .withMessage("Job was active longer than specified deadline")
            .withLastTransitionTime(ENDED)
            .endCondition()
            .endStatus()
            .build();

    assertThat(failure(FailureReading.of(late, List.of(), "uid", WORK, NOW)).kind())
        .isEqualTo(Kind.DEADLINE);
  }

  @Test
  void theNewestOfSeveralPodsSpeaks() {
    Pod older = pod(7, null);
    older.getMetadata().setCreationTimestamp("2026-01-02T03:00:00Z");
    Pod newer = pod(4, null);
    newer.getMetadata().setCreationTimestamp("2026-01-02T03:01:00Z");

    for (List<Pod> pods : List.of(List.of(older, newer), List.of(newer, older))) {
      assertThat(failure(FailureReading.of(JOB, pods, "uid", WORK, NOW)).kind())
          .isEqualTo(Kind.BAD_DATA);
    }
  }

  @Test
  void aContainerThatAWebhookAddedDoesNotSpeakForTheWorker() {
    Pod pod = pod(4, null);
    pod.getStatus().getContainerStatuses().getFirst().setName("worker");
    var sidecar =
        new ContainerStatusBuilder()
            .withName("proxy")
            .withNewState()
            .withNewTerminated()
            .withExitCode(0)
            .endTerminated()
            .endState()
            .build();
    pod.getStatus()
        .setContainerStatuses(List.of(sidecar, pod.getStatus().getContainerStatuses().getFirst()));

    assertThat(failure(read(pod)).kind()).isEqualTo(Kind.BAD_DATA);
  }

  /** Statuses as kubelets and controllers of Kubernetes 1.36 write them. */
  static Stream<Arguments> ended() {
    String emptyDir = "Usage of EmptyDir volume \"tmp\" exceeds the limit \"1Gi\". ";
    String ephemeral =
        "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ";
    String container = "Container worker exceeded its local ephemeral storage limit \"1Gi\". ";
    String pressure =
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi."
            + " Container worker was using 3Gi, request is 2Gi, has larger consumption of memory. ";
    String shutdown = "Pod was terminated in response to imminent node shutdown.";
    return Stream.of(
        Arguments.of("OOMKilled", 137, null, null, null, Kind.OUT_OF_MEMORY),
        Arguments.of("Error", 137, null, null, null, Kind.OUT_OF_MEMORY),
        Arguments.of("Error", 3, null, null, null, Kind.OUT_OF_MEMORY),
        Arguments.of("Error", 137, "Evicted", emptyDir, "TerminationByKubelet", Kind.INTERNAL),
        Arguments.of("Error", 137, "Evicted", ephemeral, "TerminationByKubelet", Kind.INTERNAL),
        Arguments.of("Error", 137, "Evicted", container, "TerminationByKubelet", Kind.INTERNAL),
        Arguments.of("Error", 137, "Evicted", pressure, "TerminationByKubelet", Kind.DISRUPTED),
        Arguments.of("Error", 137, "Evicted", pressure, null, Kind.DISRUPTED),
        Arguments.of("Error", 143, "Terminated", shutdown, "TerminationByKubelet", Kind.DISRUPTED),
        Arguments.of("Error", 143, null, "Preempted by x", "PreemptionByScheduler", Kind.DISRUPTED),
        Arguments.of("Error", 143, null, "Eviction API", "EvictionByEvictionAPI", Kind.DISRUPTED),
        Arguments.of("Error", 143, null, "Taint manager", "DeletionByTaintManager", Kind.DISRUPTED),
        Arguments.of(null, 0, null, "node no longer exists", "DeletionByPodGC", Kind.DISRUPTED),
        Arguments.of(
            null, 0, "NodeLost", "Node which was running pod is gone", null, Kind.DISRUPTED),
        Arguments.of("ContainerStatusUnknown", 137, null, null, null, Kind.DISRUPTED),
        Arguments.of(null, 0, "OutOfcpu", "Pod was rejected", null, Kind.DISRUPTED),
        Arguments.of(null, 0, "NodeAffinity", "Pod was rejected", null, Kind.DISRUPTED),
        Arguments.of("Error", 143, "DeadlineExceeded", "Pod was active", null, Kind.DEADLINE),
        Arguments.of("StartError", 128, null, null, null, Kind.INTERNAL),
        Arguments.of("Error", 134, null, null, null, Kind.INTERNAL),
        Arguments.of("Error", 143, null, null, null, Kind.INTERRUPTED),
        Arguments.of("Completed", 0, null, null, null, Kind.LOST));
  }

  @ParameterizedTest
  @MethodSource("ended")
  void whatRealClustersWrite(
      @Nullable String containerReason,
      int exitCode,
      @Nullable String podReason,
      @Nullable String message,
      @Nullable String disruption,
      Kind kind) {
    Pod pod = pod(exitCode, null);
    if (containerReason == null) {
      pod.getStatus().setContainerStatuses(List.of());
    } else {
      pod.getStatus()
          .getContainerStatuses()
          .getFirst()
          .getState()
          .getTerminated()
          .setReason(containerReason);
    }
    pod.getStatus().setPhase("Completed".equals(containerReason) ? "Succeeded" : "Failed");
    pod.getStatus().setReason(podReason);
    pod.getStatus().setMessage(message);
    if (disruption != null) {
      condition(pod, "DisruptionTarget", "True", disruption, message == null ? "" : message);
    }

    assertThat(failure(read(pod)).kind()).isEqualTo(kind);
    assertThat(failure(read(pod)).message()).isNotBlank();
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        Arguments.of("ErrImagePull", "failed to pull image \"x:1\": not found"),
        Arguments.of("ImagePullBackOff", "Back-off pulling image \"x:1\""),
        Arguments.of("InvalidImageName", "couldn't parse image name \"X\""),
        Arguments.of("ErrImageNeverPull", "Container image \"x:1\" is not present"),
        Arguments.of("CreateContainerConfigError", "secret \"s\" not found"),
        Arguments.of("CreateContainerError", "context deadline exceeded"));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void whatAContainerWaitsForIsNoFailure(String reason, String message) {
    Pod pod = running();
    pod.getMetadata().setCreationTimestamp(ENDED); // 245 s ago
    pod.getStatus().setPhase("Pending");
    condition(pod, "PodScheduled", "True", "", "");
    pod.getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withName("worker")
                    .withState(new ContainerStateBuilder().withNewWaiting(message, reason).build())
                    .build()));

    assertThat(read(pod)).isEqualTo(new Reading.UnderWay(null, reason, message));
  }

  private static Failure interrupted() {
    return new Failure(Kind.INTERRUPTED, "after a checkpoint");
  }

  private static Reading read(Pod pod) {
    return FailureReading.of(JOB, List.of(pod), "uid", WORK, NOW);
  }

  private static Failure failure(Reading reading) {
    return switch (reading) {
      case Reading.Ended(Outcome.Failed(var failure), _, _) -> failure;
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
        .withNewSpec()
        .withNodeName("n1")
        .endSpec()
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
