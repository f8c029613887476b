package io.transferstudy.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.operator.kube.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Studies whose Jobs wait in queues of Kueue: a shared quota of GPUs on fake nodes, and a cell that
 * trains on the real node until something more urgent takes its place.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KueueE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int QUOTA = 4; // GPUs
  private static final int PARALLELISM = 4;
  private static final int CELLS = 12; // of each of two studies
  private static final String QUEUED = "QueuedByKueue";
  private static final Pattern FRACTION =
      Pattern.compile("progress .*\"fraction\":([0-9.]+),\"note\":\"training\"");

  private Lab lab;

  @BeforeAll
  void install() throws IOException {
    Lab.obstacle().ifPresent(KueueE2E::skip);
    lab = Lab.start();
    lab.gpus(QUOTA);
    lab.fakeNodes(2, QUOTA);
    lab.kueue();
    Operator.install(lab);
    apply(
        """
        apiVersion: kueue.x-k8s.io/v1beta2
        kind: ResourceFlavor
        metadata: {name: fake}
        spec:
          nodeLabels: {type: kwok}
          tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}]
        ---
        apiVersion: kueue.x-k8s.io/v1beta2
        kind: ResourceFlavor
        metadata: {name: real}
        spec:
          nodeLabels: {kubernetes.io/hostname: node1}
        ---
        apiVersion: kueue.x-k8s.io/v1beta2
        kind: WorkloadPriorityClass
        metadata: {name: urgent}
        value: 1000
        description: goes before everything else
        """);
  }

  @AfterAll
  void remove() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  /** Maven's output does not say why a test was skipped, so this does. */
  private static void skip(String why) {
    if (Boolean.getBoolean("kube.required")) {
      fail(why);
    }
    System.out.println("KueueE2E skipped: " + why);
    abort(why);
  }

  @Test
  void twoStudiesShareAQuota() throws IOException {
    clusterQueue("fake", QUOTA);
    try (var history = new QueueHistory(lab.client())) {
      List<ClusterStudy> studies = List.of(played("team-a"), played("team-b"));
      String said = awaitQueued(studies, "insufficient unused quota");
      for (ClusterStudy study : studies) {
        study.awaitComplete(PATIENCE);
      }

      assertThat(history.starts()).as("each cell was started once").isEqualTo(2L * CELLS);
      assertThat(history.mostAtOnce()).as("GPU pods at once").isEqualTo(QUOTA);
      // First come, first served; each study has at most so many Jobs in the queue.
      assertThat(history.longestWait())
          .as("starts of the other study that a Job waited for")
          .isLessThanOrEqualTo(2 * PARALLELISM);
      System.out.printf(
          "two studies of %d cells, quota of %d GPUs: at most %d pods at once, at most %d starts of"
              + " one study in a row while the other waited, no Job waited for more than %d starts"
              + " of the other; a cell said: %s%n",
          CELLS, QUOTA, history.mostAtOnce(), history.longestRun(), history.longestWait(), said);
    }
  }

  @Test
  void aPreemptedCellGoesOnFromItsCheckpoint() throws IOException {
    clusterQueue("real", 1);
    namespace("training", true, "real");
    lab.volume("training", "transfer-study-artifacts");
    namespace("urgent", false, "real");

    try (var history = new JobHistory(lab.client(), "training")) {
      ClusterStudy study = study("training", TRAINING);
      Pod first = awaitPod(Optional.empty());
      double before =
          Await.value(
              PATIENCE, "the first pod trains", () -> lastFraction(first).filter(f -> f > 0.1));
      apply(URGENT);
      var last = new DoubleAccumulator(Math::max, before);
      String said =
          Await.value(
              PATIENCE,
              "the cell is queued again",
              () -> {
                lastFraction(first).ifPresent(last::accumulate);
                return queued(study).findFirst();
              });
      Pod second = awaitPod(Optional.of(first));
      double after = Await.value(PATIENCE, "the second pod trains", () -> firstFraction(second));
      study.awaitComplete(PATIENCE);

      TransferCell cell = study.cells().findFirst().orElseThrow();
      TransferCellStatus status = cell.getStatus();
      assertThat(after)
          .as("where the second pod began; the first came at least so far")
          .isGreaterThanOrEqualTo(last.get());
      assertThat(status.phase()).isEqualTo("Succeeded");
      assertThat(status.attempt()).as("the second pod is of the same attempt").isEqualTo(1);
      assertThat(history.made()).as("Jobs").isEqualTo(1);
      System.out.printf(
          "preempted at %s, went on at %s, ended with score %s on attempt %d; in between it said:"
              + " %s%n",
          last.get(), after, status.score(), status.attempt(), said);
    }
  }

  private void clusterQueue(String flavor, int gpus) throws IOException {
    apply(
        """
        apiVersion: kueue.x-k8s.io/v1beta2
        kind: ClusterQueue
        metadata: {name: %1$s}
        spec:
          namespaceSelector: {}
          preemption: {withinClusterQueue: LowerPriority}
          resourceGroups:
            - coveredResources: [cpu, memory, nvidia.com/gpu]
              flavors:
                - name: %1$s
                  resources:
                    - {name: cpu, nominalQuota: 1000}
                    - {name: memory, nominalQuota: 1000Gi}
                    - {name: nvidia.com/gpu, nominalQuota: %2$d}
        """
            .formatted(flavor, gpus));
  }

  private void namespace(String name, boolean restricted, String clusterQueue) throws IOException {
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %1$s
          labels: {pod-security.kubernetes.io/enforce: %2$s}
        ---
        apiVersion: kueue.x-k8s.io/v1beta2
        kind: LocalQueue
        metadata: {name: gpus, namespace: %1$s}
        spec: {clusterQueue: %3$s}
        """
            .formatted(name, restricted ? "restricted" : "privileged", clusterQueue));
  }

  private ClusterStudy played(String namespace) throws IOException {
    namespace(namespace, true, "fake");
    for (String claim : List.of("data", "weights", "artifacts")) {
      apply(
          """
          apiVersion: v1
          kind: PersistentVolume
          metadata: {name: %1$s-%2$s}
          spec:
            accessModes: [ReadWriteMany]
            capacity: {storage: 1Gi}
            hostPath: {path: /played}
            claimRef: {namespace: %1$s, name: %2$s}
            storageClassName: ""
          ---
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: %2$s, namespace: %1$s}
          spec:
            accessModes: [ReadWriteMany]
            resources: {requests: {storage: 1Gi}}
            storageClassName: ""
            volumeName: %1$s-%2$s
          """
              .formatted(namespace, claim));
    }
    return study(namespace, PLAYED.formatted(PARALLELISM));
  }

  private ClusterStudy study(String namespace, String manifest) throws IOException {
    return ClusterStudy.apply(lab, namespace, file(manifest));
  }

  private void apply(String manifest) throws IOException {
    lab.kubectl("apply", "-f", file(manifest).toString());
  }

  private Path file(String manifest) throws IOException {
    Path file = Files.createTempFile(lab.folder("manifests"), "", ".yaml");
    Files.writeString(file, manifest);
    return file;
  }

  /** Which of the studies waits depends on who came first, and Kueue says why of some Jobs only. */
  private static String awaitQueued(List<ClusterStudy> studies, String reason) {
    return Await.value(
        PATIENCE,
        "a cell says " + reason,
        () ->
            studies.stream()
                .flatMap(KueueE2E::queued)
                .filter(message -> message.contains(reason))
                .findFirst());
  }

  /** What a study's cells say that are queued. */
  private static Stream<String> queued(ClusterStudy study) {
    return study
        .cells()
        .map(TransferCell::getStatus)
        .filter(status -> status != null && QUEUED.equals(status.reason()))
        .flatMap(status -> Stream.ofNullable(status.message()));
  }

  private Pod awaitPod(Optional<Pod> other) {
    return Await.value(
        PATIENCE,
        "a pod that trains",
        () ->
            lab.client().pods().inNamespace("training").list().getItems().stream()
                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                .filter(pod ->
                    other.isEmpty()
                        || !pod.getMetadata()
                            .getUid()
                            .equals(other.orElseThrow().getMetadata().getUid()))
                .findFirst());
  }

  /** How far a pod's training has come; nothing once it has no log any more. */
  private Optional<Double> lastFraction(Pod pod) {
    return log(pod).stream().reduce((earlier, later) -> later);
  }

  private Optional<Double> firstFraction(Pod pod) {
    return log(pod).stream().findFirst();
  }

  private List<Double> log(Pod pod) {
    try {
      String log =
          lab.client()
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .getLog();
      return log.lines()
          .map(FRACTION::matcher)
          .filter(Matcher::find)
          .map(found -> Double.valueOf(found.group(1)))
          .toList();
    } catch (KubernetesClientException e) {
      return List.of(); // the pod is gone
    }
  }

  /** Twelve cells whose pods are played. */
  private static final String PLAYED =
      """
      apiVersion: transferstudy.io/v1alpha1
      kind: TransferStudy
      metadata: {name: shared}
      spec:
        models:
          - {name: m1, architecture: mobilenet-v1}
          - {name: m2, architecture: mobilenet-v1}
          - {name: m3, architecture: mobilenet-v1}
        datasets:
          - {name: d1, procedural: {task: textures}}
          - {name: d2, procedural: {task: textures}}
          - {name: d3, procedural: {task: textures}}
          - {name: d4, procedural: {task: textures}}
        settings: [{name: random-init}]
        parallelism: %d
        queueName: gpus
        storage:
          data: {claimName: data}
          weights: {claimName: weights}
          artifacts: {claimName: artifacts}
        worker:
          gpus: 1
          annotations:
            # Long enough that a cell is seen to wait, however fast the machine is.
            kwok.test/duration: 6s
            kwok.test/termination-message: >-
              {"studyUid":"$(LABEL:transferstudy.io/study-uid)",
              "work":"cell/$(LABEL:transferstudy.io/model)/$(LABEL:transferstudy.io/dataset)/$(LABEL:transferstudy.io/setting)/$(LABEL:transferstudy.io/seed)",
              "attempt":$(LABEL:transferstudy.io/attempt),"podUid":"$(POD_UID)",
              "outcome":{"type":"success","resultKey":"0000000000000000000000000000000000000000000000000000000000000000",
              "correct":843,"total":1000,"seconds":1.0,"device":"cpu","reused":false,"artifacts":"results/played"}}
      """;

  /** One cell that trains for about half a minute. */
  private static final String TRAINING =
      """
      apiVersion: transferstudy.io/v1alpha1
      kind: TransferStudy
      metadata: {name: training}
      spec:
        models: [{name: a, architecture: resnet-8}]
        datasets: [{name: x, procedural: {task: textures}}]
        settings:
          - name: random-init
            training: {steps: 400, learningRates: [0.05], weightDecays: [0.0001]}
        queueName: gpus
        worker: {gpus: 1}
      """;

  private static final String URGENT =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: urgent
        namespace: urgent
        labels:
          kueue.x-k8s.io/queue-name: gpus
          kueue.x-k8s.io/priority-class: urgent
      spec:
        template:
          spec:
            restartPolicy: Never
            containers:
              - name: sleep
                image: localhost/busybox:1
                imagePullPolicy: Never
                command: [sleep, "5"]
                resources:
                  requests: {cpu: 100m, memory: 16Mi, nvidia.com/gpu: 1}
                  limits: {nvidia.com/gpu: 1}
      """;
}
