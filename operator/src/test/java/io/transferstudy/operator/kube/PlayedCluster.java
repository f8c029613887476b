package io.transferstudy.operator.kube;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.ExitCode;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plays Job controller, kubelet, workers and garbage collector of one namespace: a pod for each
 * Job, a result message when a worker answers, foreground deletion.
 */
public final class PlayedCluster implements AutoCloseable {
  /** The node that every pod runs on. */
  public static final String NODE = "node-1";

  private static final String FOREGROUND = "foregroundDeletion";

  private final KubernetesClient client;
  private final String namespace;
  private final Thread thread;
  private final List<WorkRequest> begun = new CopyOnWriteArrayList<>();
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();
  private volatile Function<WorkRequest, Optional<Outcome>> worker = request -> Optional.empty();
  private volatile boolean running = true;
  private volatile Exception broken;

  /** Starts playing. */
  public PlayedCluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    thread = Thread.ofPlatform().name("played-cluster").start(this::play);
  }

  /** Says how workers answer; empty means that a worker goes on working. */
  public void workers(Function<WorkRequest, Optional<Outcome>> answers) {
    worker = answers;
  }

  /** Every attempt for which a Job was created. */
  public List<WorkRequest> begun() {
    return List.copyOf(begun);
  }

  /** The attempts at that work. */
  public List<Integer> attempts(String work) {
    return begun.stream()
        .filter(request -> request.work().equals(work))
        .map(WorkRequest::attempt)
        .toList();
  }

  private void play() {
    while (running) {
      try {
        List<Job> jobs = jobs();
        jobs.forEach(this::turn);
        collectOrphans(jobs);
        Thread.sleep(30);
      } catch (KubernetesClientException e) {
        if (e.getCode() != 404 && e.getCode() != 409 && running) {
          broken = e;
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        broken = e;
      }
    }
  }

  private void turn(Job job) {
    if (known.putIfAbsent(job.getMetadata().getUid(), true) == null) {
      begun.add(request(job));
    }
    List<Pod> pods = pods(job);
    if (job.getMetadata().getDeletionTimestamp() != null) {
      collect(job, pods);
      return;
    }
    if (pods.isEmpty()) {
      if (isFinished(job)) {
        return;
      }
      if (job.getStatus() != null && job.getStatus().getStartTime() != null) {
        finish(job, false); // its pod was deleted: with backoffLimit 0 that fails the Job
        return;
      }
      start(job);
      return;
    }
    Pod pod =
        pods.stream()
            .filter(own -> own.getMetadata().getName().equals(podName(job)))
            .findFirst()
            .orElse(pods.getFirst());
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    boolean ended = List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    if (!ended) {
      worker.apply(request(job)).ifPresent(outcome -> end(job, pod, outcome));
    } else if (!isFinished(job)) {
      finish(job, pod.getStatus().getPhase().equals("Succeeded"));
    }
  }

  private static String podName(HasMetadata job) {
    return job.getMetadata().getName() + "-x";
  }

  private void start(Job job) {
    // Before its pod is there: a pod that is deleted at once must not be made again.
    job.setStatus(new JobStatusBuilder().withStartTime(now()).withActive(1).withReady(0).build());
    client.resource(job).updateStatus();
    var template = job.getSpec().getTemplate();
    Pod pod =
        client
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName(podName(job))
                    .withNamespace(namespace)
                    .withLabels(template.getMetadata().getLabels())
                    .withAnnotations(template.getMetadata().getAnnotations())
                    .withOwnerReferences(
                        new OwnerReferenceBuilder()
                            .withApiVersion("batch/v1")
                            .withKind("Job")
                            .withName(job.getMetadata().getName())
                            .withUid(job.getMetadata().getUid())
                            .withController(true)
                            .build())
                    .endMetadata()
                    .withSpec(template.getSpec().edit().withNodeName(NODE).build())
                    .build())
            .create();
    pod.setStatus(
        new io.fabric8.kubernetes.api.model.PodStatusBuilder()
            .withPhase("Running")
            .withStartTime(now())
            .build());
    client.resource(pod).updateStatus();
  }

  /** Ends the worker of a Job with a message of that Job's request. */
  public void end(Job job, Pod pod, Outcome outcome) {
    WorkRequest request = request(job);
    end(
        pod,
        new WorkResult(
            request.studyUid(),
            request.work(),
            request.attempt(),
            pod.getMetadata().getUid(),
            outcome));
  }

  /** Ends a pod's worker with a message. */
  public void end(Pod pod, WorkResult result) {
    int code =
        result.outcome() instanceof Outcome.Failed(var failure)
            ? ExitCode.of(failure.kind()).code()
            : 0;
    Pod fresh = client.resource(pod).get();
    fresh.setStatus(
        fresh
            .getStatus()
            .edit()
            .withPhase(code == 0 ? "Succeeded" : "Failed")
            .withContainerStatuses(
                fresh.getSpec().getContainers().stream()
                    .map(container ->
                        container.getName().equals("worker")
                            ? ended("worker", code, Json.write(result))
                            : ended(container.getName(), 0, null))
                    .toList())
            .build());
    client.resource(fresh).updateStatus();
  }

  private static ContainerStatus ended(String container, int code, @Nullable String message) {
    return new ContainerStatusBuilder()
        .withName(container)
        .withImage("image")
        .withImageID("image")
        .withReady(false)
        .withRestartCount(0)
        .withNewState()
        .withNewTerminated()
        .withExitCode(code)
        .withReason(code == 0 ? "Completed" : "Error")
        .withMessage(message)
        .withStartedAt(now())
        .withFinishedAt(now())
        .endTerminated()
        .endState()
        .build();
  }

  private void finish(Job job, boolean succeeded) {
    var conditions = new ArrayList<String>();
    conditions.add(succeeded ? "SuccessCriteriaMet" : "FailureTarget");
    conditions.add(succeeded ? "Complete" : "Failed");
    job.setStatus(
        new JobStatusBuilder()
            .withStartTime(job.getStatus().getStartTime())
            .withCompletionTime(succeeded ? now() : null)
            .withSucceeded(succeeded ? 1 : null)
            .withFailed(succeeded ? null : 1)
            .withReady(0)
            .withConditions(
                conditions.stream()
                    .map(type ->
                        new JobConditionBuilder()
                            .withType(type)
                            .withStatus("True")
                            .withLastTransitionTime(now())
                            .withReason(succeeded ? "CompletionsReached" : "BackoffLimitExceeded")
                            .build())
                    .toList())
            .build());
    client.resource(job).updateStatus();
  }

  private void collect(Job job, List<Pod> pods) {
    if (!pods.isEmpty()) {
      pods.forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
    } else if (job.getMetadata().getFinalizers().contains(FOREGROUND)) {
      client
          .resource(job)
          .edit(fresh -> {
            fresh.getMetadata().getFinalizers().remove(FOREGROUND);
            return fresh;
          });
    }
  }

  /** What background deletion of a Job leaves behind. */
  private void collectOrphans(List<Job> jobs) {
    var owners = jobs.stream().map(job -> job.getMetadata().getUid()).toList();
    client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod ->
            pod.getMetadata().getOwnerReferences().stream()
                .noneMatch(owner -> owners.contains(owner.getUid())))
        .forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
  }

  private static boolean isFinished(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Complete") || c.getType().equals("Failed"));
  }

  /** The request that a Job's worker gets. */
  public static WorkRequest request(Job job) {
    List<String> args =
        job.getSpec().getTemplate().getSpec().getContainers().stream()
            .filter(container -> container.getName().equals("worker"))
            .findFirst()
            .orElseThrow()
            .getArgs();
    return Json.read(args.getLast(), WorkRequest.class);
  }

  /** The Jobs of the namespace. */
  public List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  /** The Pods of a Job. */
  public List<Pod> pods(HasMetadata job) {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod ->
            pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(job.getMetadata().getUid())))
        .toList();
  }

  /** The Pod of a Job, as soon as it is there. */
  public Pod awaitPod(HasMetadata job) throws InterruptedException {
    while (pods(job).isEmpty()) {
      Thread.sleep(20);
    }
    return pods(job).getFirst();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public void close() throws Exception {
    running = false;
    thread.interrupt();
    thread.join();
    if (broken != null) {
      throw broken;
    }
  }
}
