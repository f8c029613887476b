package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.study.work.ExitCode;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Failure.Kind;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkResult;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how an attempt stands from its Job and Pods: a pure function of what the cluster shows. */
final class FailureReading {
  /** The reason of an attempt without a pod because its Job is suspended. */
  static final String SUSPENDED = "Suspended";

  /** Reasons of a pod's status that say that its node, not its work, came to an end. */
  private static final Set<String> NODE_REASONS =
      Set.of(
          "NodeLost",
          "NodeShutdown",
          "Terminated",
          "Shutdown",
          "NodeAffinity",
          "OutOfcpu",
          "OutOfmemory",
          "OutOfpods",
          "UnexpectedAdmissionError",
          "Preempting",
          "Preempted");

  private final String studyUid;
  private final String work;
  private final int attempt;
  private final Instant now;

  private FailureReading(String studyUid, String work, int attempt, Instant now) {
    this.studyUid = studyUid;
    this.work = work;
    this.attempt = attempt;
    this.now = now;
  }

  /**
   * Reads an attempt.
   *
   * @param pods those of this Job
   * @param now where the cluster does not say when something ended
   */
  static Reading of(Job job, List<Pod> pods, String studyUid, String work, Instant now) {
    return new FailureReading(studyUid, work, Labels.attempt(job), now).read(job, pods);
  }

  private Reading read(Job job, List<Pod> pods) {
    // A success counts at once and whatever else happened; a failure only when nothing runs.
    Optional<Reading> success = pods.stream().flatMap(pod -> success(pod).stream()).findFirst();
    if (success.isPresent()) {
      return success.get();
    }
    Optional<Pod> alive = pods.stream().filter(pod -> !hasEnded(pod)).findFirst();
    if (alive.isPresent()) {
      return PendingReading.of(alive.get(), now);
    }
    // By a quota: its pods are deleted, and the same attempt goes on later.
    if (JobConditions.suspended(job)) {
      return new Reading.UnderWay(null, SUSPENDED, "the Job is suspended");
    }
    if (JobConditions.end(job).filter(c -> "DeadlineExceeded".equals(c.getReason())).isPresent()) {
      return new Reading.Ended(new Outcome.Failed(deadline()), finishedAt(job).orElse(now), null);
    }
    if (!pods.isEmpty()) {
      return failed(pods.stream().max(Comparator.comparing(FailureReading::created)).get());
    }
    return finishedAt(job)
        .<Reading>map(Reading.NoPod::new)
        .orElseGet(() -> new Reading.UnderWay(null, "PodNotCreated", "waits for its pod"));
  }

  private Optional<Reading> success(Pod pod) {
    return message(pod)
        .filter(result -> result.outcome() instanceof Outcome.Success)
        .map(result -> new Reading.Ended(result.outcome(), endedAt(pod), node(pod)));
  }

  private Reading failed(Pod pod) {
    return new Reading.Ended(new Outcome.Failed(failure(pod)), endedAt(pod), node(pod));
  }

  private static @Nullable String node(Pod pod) {
    return pod.getSpec() == null ? null : pod.getSpec().getNodeName();
  }

  private static Instant created(Pod pod) {
    return time(pod.getMetadata().getCreationTimestamp()).orElse(Instant.MIN);
  }

  private Failure failure(Pod pod) {
    ContainerStateTerminated ended = terminated(pod);
    Optional<Failure> reported =
        message(pod)
            .flatMap(result ->
                result.outcome() instanceof Outcome.Failed(var failure)
                    ? Optional.of(failure)
                    : Optional.empty());
    String disruption = disruption(pod);
    if (disruption != null && reported.map(f -> f.kind() == Kind.INTERRUPTED).orElse(true)) {
      return new Failure(Kind.DISRUPTED, disruption);
    }
    if (reported.isPresent()) {
      return reported.get();
    }
    if ("DeadlineExceeded".equals(pod.getStatus().getReason())) {
      return deadline();
    }
    if (ended == null) {
      return new Failure(
          Kind.INTERNAL,
          "the pod failed before its container: "
              + text(pod.getStatus().getReason())
              + " "
              + text(pod.getStatus().getMessage()));
    }
    if ("OOMKilled".equals(ended.getReason())) {
      return new Failure(
          Kind.OUT_OF_MEMORY,
          "the worker needed more memory than its limit; " + Kind.OUT_OF_MEMORY.remedy());
    }
    if ("Evicted".equals(pod.getStatus().getReason())) {
      return new Failure(Kind.INTERNAL, "evicted: " + text(pod.getStatus().getMessage()));
    }
    int code = ended.getExitCode();
    if (code == 0) {
      return new Failure(
          Kind.LOST, "the worker ended without a message that belongs to this attempt");
    }
    Kind kind = ExitCode.of(code).failure().orElse(Kind.INTERNAL);
    String said = ended.getMessage() == null ? "" : ": " + ended.getMessage().strip();
    return new Failure(kind, "the worker ended with exit code " + code + said);
  }

  /** A deadline that somebody else gave to the Job or its pod. */
  private static Failure deadline() {
    return new Failure(
        Kind.DEADLINE, "ended after activeDeadlineSeconds; " + Kind.DEADLINE.remedy());
  }

  /** What the kubelet says of a pod that outgrew its own limits: not the node's doing. */
  private static boolean isForItsOwnUse(String message) {
    return message.contains("exceeds the") || message.contains("exceeded its");
  }

  /** Why the pod was ended by others, or null. */
  private static @Nullable String disruption(Pod pod) {
    Optional<PodCondition> target =
        pod.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("DisruptionTarget") && c.getStatus().equals("True"))
            .findFirst();
    if (target.isPresent()) {
      // The kubelet marks a pod that outgrew its own volume in the same way.
      String message = text(target.get().getMessage());
      return isForItsOwnUse(message) ? null : text(target.get().getReason()) + ": " + message;
    }
    String reason = pod.getStatus().getReason();
    if (reason != null && NODE_REASONS.contains(reason)) {
      return reason + ": " + text(pod.getStatus().getMessage());
    }
    // Clusters without the condition say an eviction in this way only.
    if ("Evicted".equals(reason) && !isForItsOwnUse(text(pod.getStatus().getMessage()))) {
      return "Evicted: " + text(pod.getStatus().getMessage());
    }
    ContainerStateTerminated ended = terminated(pod);
    if (ended != null && "ContainerStatusUnknown".equals(ended.getReason())) {
      return "ContainerStatusUnknown: " + text(ended.getMessage()); // its node was started anew
    }
    return pod.getMetadata().getDeletionTimestamp() != null ? "the pod was deleted" : null;
  }

  /** The worker's own message, if it is one of this attempt by this very pod. */
  private Optional<WorkResult> message(Pod pod) {
    ContainerStateTerminated ended = terminated(pod);
    if (ended == null || ended.getMessage() == null || !ended.getMessage().startsWith("{")) {
      return Optional.empty();
    }
    try {
      var result = Json.read(ended.getMessage(), WorkResult.class);
      boolean ours =
          studyUid.equals(result.studyUid())
              && work.equals(result.work())
              && attempt == result.attempt()
              && pod.getMetadata().getUid().equals(result.podUid())
              && result.outcome() != null;
      return ours ? Optional.of(result) : Optional.empty();
    } catch (MalformedJsonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable ContainerStateTerminated terminated(Pod pod) {
    if (pod.getStatus() == null) {
      return null;
    }
    return pod.getStatus().getContainerStatuses().stream()
        // Webhooks add containers of their own.
        .sorted(Comparator.comparing(status -> !WorkerJob.CONTAINER.equals(status.getName())))
        .map(ContainerStatus::getState)
        .flatMap((ContainerState state) ->
            Stream.ofNullable(state == null ? null : state.getTerminated()))
        .findFirst()
        .orElse(null);
  }

  private static boolean hasEnded(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  private Instant endedAt(Pod pod) {
    ContainerStateTerminated ended = terminated(pod);
    return time(ended == null ? null : ended.getFinishedAt()).orElse(now);
  }

  private Optional<Instant> finishedAt(Job job) {
    return JobConditions.end(job).map(c -> time(c.getLastTransitionTime()).orElse(now));
  }

  static Optional<Instant> time(@Nullable String rfc3339) {
    try {
      return rfc3339 == null ? Optional.empty() : Optional.of(Instant.parse(rfc3339));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
