package io.transferstudy.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.api.v1alpha1.ResourcesSpec;
import io.transferstudy.api.v1alpha1.ScratchSpec;
import io.transferstudy.api.v1alpha1.StorageSpec;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.api.v1alpha1.VolumeSpec;
import io.transferstudy.api.v1alpha1.WorkerSpec;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.kube.Configs;
import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkerEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerJobTest {
  private static final WorkId CELL = new WorkId.OfCell(new CellId("net", "x", "random-init", 1));

  @Test
  void oneJobIsOneAttemptOfOnePod() {
    Job job = job(spec(null, null));

    assertThat(job.getMetadata().getName()).matches("tiny-[a-z2-7]{12}-3");
    assertThat(job.getMetadata().getName()).hasSizeLessThanOrEqualTo(52);
    assertThat(job.getMetadata().getNamespace()).isEqualTo("space");
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
    assertThat(job.getSpec().getPodFailurePolicy()).isNull();
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isNull();
    var pod = job.getSpec().getTemplate().getSpec();
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(30);
    assertThat(Labels.isOwnedBy(job, "uid-1")).isTrue();
    assertThat(job.getMetadata().getLabels())
        .containsEntry("transferstudy.io/study", "tiny")
        .containsEntry("transferstudy.io/study-uid", "uid-1")
        .containsEntry("transferstudy.io/model", "net")
        .containsEntry("transferstudy.io/dataset", "x")
        .containsEntry("transferstudy.io/setting", "random-init")
        .containsEntry("transferstudy.io/attempt", "3")
        .containsEntry("app.kubernetes.io/managed-by", "transfer-study-operator");
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .isEqualTo(job.getMetadata().getLabels());
    assertThat(Labels.work(job)).contains(CELL);
    assertThat(Labels.attempt(job)).isEqualTo(3);
  }

  /** A label's value begins with a letter or a digit; a Job with another one is refused. */
  @Test
  void aNegativeSeedIsALabelToo() {
    assertThat(Labels.of("s", "u", new WorkId.OfCell(new CellId("m", "d", "s", Long.MIN_VALUE))))
        .containsEntry("transferstudy.io/seed", "minus-9223372036854775808");
  }

  @Test
  void theRequestSaysEverything() {
    var container =
        job(spec(null, null)).getSpec().getTemplate().getSpec().getContainers().getFirst();

    assertThat(container.getArgs()).hasSize(2).startsWith("--request");
    var request = Json.read(container.getArgs().getLast(), WorkRequest.class);
    assertThat(request.studyUid()).isEqualTo("uid-1");
    assertThat(request.study()).isEqualTo("tiny");
    assertThat(request.work()).isEqualTo(CELL.key());
    assertThat(request.attempt()).isEqualTo(3);
    assertThat(request.microBatchDivisor()).isEqualTo(4);
    assertThat(request.stage()).isEqualTo(start().stage());
    assertThat(request.folders())
        .isEqualTo(
            new WorkRequest.Folders("/data", "/weights", "/artifacts", "/artifacts/downloads"));
    assertThat(container.getEnv())
        .extracting(EnvVar::getName)
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("POD_UID", "POD_NAME", "NODE_NAME"),
                    WorkerEnvironment.of(2).keySet().stream())
                .toList());
    assertThat(container.getEnv().getFirst().getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.uid");
    assertThat(container.getEnv())
        .filteredOn(variable -> variable.getName().equals("OMP_NUM_THREADS"))
        .extracting(EnvVar::getValue)
        .containsExactly("2");
    assertThat(container.getImage()).isEqualTo("localhost/worker:1");
    assertThat(container.getImagePullPolicy()).isEqualTo("Never");
  }

  @Test
  void thePodIsRestricted() {
    var pod = job(spec(null, null)).getSpec().getTemplate().getSpec();

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getServiceAccountName()).isNull();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65532);
    assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(65532);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    var container = pod.getContainers().getFirst().getSecurityContext();
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void onlyWhatIsNamedIsMounted() {
    var bare = job(spec(null, null)).getSpec().getTemplate().getSpec();
    assertThat(bare.getContainers().getFirst().getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactly("/artifacts", "/tmp");
    assertThat(bare.getVolumes().getFirst().getPersistentVolumeClaim().getClaimName())
        .isEqualTo("transfer-study-artifacts");

    var storage =
        new StorageSpec(
            new VolumeSpec("sets", "vision"),
            new VolumeSpec("nets", null),
            new VolumeSpec("mine", "out"),
            null);
    var full = job(spec(storage, null)).getSpec().getTemplate().getSpec();
    assertThat(full.getContainers().getFirst().getVolumeMounts())
        .extracting(m ->
            m.getMountPath() + " " + m.getSubPath() + " " + Boolean.TRUE.equals(m.getReadOnly()))
        .containsExactly(
            "/data vision true", "/weights null true", "/artifacts out false", "/tmp null false");
    assertThat(full.getVolumes())
        .extracting(v ->
            v.getPersistentVolumeClaim() == null
                ? "empty"
                : v.getPersistentVolumeClaim().getClaimName())
        .containsExactly("sets", "nets", "mine", "empty");
  }

  @Test
  void trainingsOfPackedDataHaveRoomOnTheNodesDisk() {
    var room = new ScratchSpec(new Quantity("20Gi"));
    var spec = spec(new StorageSpec(null, null, null, room), null);

    var pod = job(spec, packed()).getSpec().getTemplate().getSpec();
    assertThat(pod.getVolumes().getLast().getEmptyDir().getSizeLimit())
        .isEqualTo(new Quantity("20Gi"));
    var container = pod.getContainers().getFirst();
    assertThat(container.getVolumeMounts().getLast().getMountPath()).isEqualTo("/scratch");
    assertThat(container.getResources().getRequests())
        .containsEntry("ephemeral-storage", new Quantity("20Gi"));
    assertThat(container.getResources().getLimits()).doesNotContainKey("ephemeral-storage");
    assertThat(values(pod))
        .containsEntry("TRANSFER_STUDY_SCRATCH", "/scratch")
        .containsEntry("TRANSFER_STUDY_SCRATCH_BYTES", String.valueOf(20L << 30));

    var drawn = job(spec, start()).getSpec().getTemplate().getSpec();
    assertThat(drawn.getVolumes()).extracting(Volume::getName).doesNotContain("scratch");
    assertThat(values(drawn)).doesNotContainKey("TRANSFER_STUDY_SCRATCH");
  }

  @Test
  void resourcesFollowTheThreadsUnlessGiven() {
    var plain = resources(null);
    assertThat(plain.getRequests()).isEqualTo(plain.getLimits());
    assertThat(plain.getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("2"), "memory", new Quantity("2Gi")));

    var given =
        resources(
            worker(
                1,
                new ResourcesSpec(
                    Map.of("cpu", new Quantity("500m"), "memory", new Quantity("6Gi")), null)));
    assertThat(given.getRequests())
        .isEqualTo(
            Map.of(
                "cpu", new Quantity("500m"),
                "memory", new Quantity("6Gi"),
                "nvidia.com/gpu", new Quantity("1")));
    // A limit below its request would be refused by the API server.
    assertThat(given.getLimits())
        .isEqualTo(
            Map.of(
                "cpu", new Quantity("2"),
                "memory", new Quantity("6Gi"),
                "nvidia.com/gpu", new Quantity("1")));
  }

  /** Preferred, not required: on a cluster of one node the work goes on there. */
  @Test
  void avoidedNodesAreTheLastChoice() {
    assertThat(job(spec(null, null)).getSpec().getTemplate().getSpec().getAffinity()).isNull();

    var affinity =
        job(spec(null, null), List.of("n1", "n2")).getSpec().getTemplate().getSpec().getAffinity();
    var node = affinity.getNodeAffinity();
    assertThat(node.getRequiredDuringSchedulingIgnoredDuringExecution()).isNull();
    var preferred = node.getPreferredDuringSchedulingIgnoredDuringExecution();
    assertThat(preferred).hasSize(1);
    assertThat(preferred.getFirst().getWeight()).isEqualTo(100);
    var expression = preferred.getFirst().getPreference().getMatchExpressions().getFirst();
    assertThat(expression.getKey()).isEqualTo("kubernetes.io/hostname");
    assertThat(expression.getOperator()).isEqualTo("NotIn");
    assertThat(expression.getValues()).containsExactly("n1", "n2");
  }

  @Test
  void labelsOfTheUserDoNotHideOurs() {
    var worker =
        new WorkerSpec(
            null,
            "localhost/mine:2",
            null,
            null,
            Map.of("zone", "a"),
            List.of(new Toleration("NoSchedule", "gpu", "Exists", null, null)),
            "low",
            Map.of("team", "vision", "transferstudy.io/study", "other"),
            Map.of("note", "hello"),
            List.of("secret"));
    var template = job(spec(null, worker)).getSpec().getTemplate();

    assertThat(template.getMetadata().getLabels())
        .containsEntry("team", "vision")
        .containsEntry("transferstudy.io/study", "tiny");
    assertThat(template.getMetadata().getAnnotations()).containsEntry("note", "hello");
    assertThat(template.getSpec().getNodeSelector()).containsEntry("zone", "a");
    assertThat(template.getSpec().getTolerations()).hasSize(1);
    assertThat(template.getSpec().getPriorityClassName()).isEqualTo("low");
    assertThat(template.getSpec().getImagePullSecrets().getFirst().getName()).isEqualTo("secret");
    assertThat(template.getSpec().getContainers().getFirst().getImage())
        .isEqualTo("localhost/mine:2");
  }

  private static io.fabric8.kubernetes.api.model.ResourceRequirements resources(
      @Nullable WorkerSpec worker) {
    return job(spec(null, worker))
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getResources();
  }

  @Test
  void kueueFindsTheJobByTheLabelOfItsQueue() {
    var queued =
        new TransferStudySpec(
            null, null, null, null, null, null, null, null, null, "team", null, null, null, null,
            null);
    Job job = job(queued);
    assertThat(job.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "team");
    assertThat(job.getSpec().getSuspend()).as("Kueue's to set").isNull();
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .doesNotContainKey("kueue.x-k8s.io/queue-name");
    assertThat(job(spec(null, null)).getMetadata().getLabels())
        .doesNotContainKey("kueue.x-k8s.io/queue-name");
  }

  /**
   * The operator refuses such a study before; a worker that is started all the same refuses too.
   */
  @Test
  void onlyAnOwnModelsWorkersAreToldWhetherProgramsMayRun() {
    var source =
        new ModelSource.TorchScript(
            "m.pt", null, 8, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    var own = new Model("net", ModelSource.TorchScript.ARCHITECTURE, 1, 24, source, null);
    var gate = new Action.Start(CELL, 1, new Stage.Gate(own), 0, 1, 1);
    String variable = "TRANSFER_STUDY_ALLOW_TORCHSCRIPT";

    assertThat(environment(gate, Configs.of())).containsEntry(variable, "false");
    assertThat(environment(gate, Configs.of("ALLOW_TORCHSCRIPT", "true")))
        .containsEntry(variable, "true");
    assertThat(environment(start(), Configs.of("ALLOW_TORCHSCRIPT", "true")))
        .doesNotContainKey(variable);
  }

  private static Map<String, String> environment(Action.Start start, OperatorConfig config) {
    Job job = WorkerJob.of(blueprint(spec(null, null)), start, config, List.of());
    return values(job.getSpec().getTemplate().getSpec());
  }

  private static Map<String, String> values(PodSpec pod) {
    return pod.getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static WorkerSpec worker(int gpus, ResourcesSpec resources) {
    return new WorkerSpec(null, null, gpus, resources, null, null, null, null, null, null);
  }

  private static TransferStudySpec spec(
      @Nullable StorageSpec storage, @Nullable WorkerSpec worker) {
    return new TransferStudySpec(
        null, null, null, null, null, null, null, null, null, null, null, null, null, storage,
        worker);
  }

  private static Action.Start start() {
    var study = Studies.pretrained(2, List.of("net"), "x");
    var stage =
        Planner.plan(study, Map.of(), Instant.EPOCH).stream()
            .filter(action -> action.work().equals(CELL))
            .map(action -> ((Action.Start) action).stage())
            .findFirst()
            .orElseThrow();
    return new Action.Start(CELL, 3, stage, 1, 2, 4);
  }

  /** A training on a data set that is packed. */
  private static Action.Start packed() {
    var study = Studies.pretrained(9, List.of("net"), "x");
    var training =
        Planner.plan(study, Map.of(), Instant.EPOCH).stream()
            .map(action -> ((Action.Start) action).stage())
            .filter(Stage.Training.class::isInstance)
            .map(Stage.Training.class::cast)
            .findFirst()
            .orElseThrow();
    var data = new Stage.Data(training.data().dataset(), "results/key");
    var stage = new Stage.Training(training.model(), training.weights(), data, training.setting());
    return new Action.Start(CELL, 1, stage, 1, 2, 1);
  }

  private static Job job(TransferStudySpec spec, Action.Start start) {
    return WorkerJob.of(blueprint(spec), start, Configs.of(), List.of());
  }

  private static Job job(TransferStudySpec spec) {
    return job(spec, List.of());
  }

  private static Job job(TransferStudySpec spec, List<String> avoidedNodes) {
    var config = Configs.of("WORKER_IMAGE_PULL_POLICY", "Never");
    return WorkerJob.of(blueprint(spec), start(), config, avoidedNodes);
  }

  private static Blueprint blueprint(TransferStudySpec spec) {
    var resource = new TransferStudy();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName("tiny")
            .withNamespace("space")
            .withUid("uid-1")
            .withGeneration(1L)
            .build());
    return Blueprint.of(
        resource, spec, Studies.pretrained(2, List.of("net"), "x"), "transfer-study-artifacts");
  }
}
