package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.transferstudy.api.v1alpha1.WorkerSpec;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkerEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Job of one attempt, as a value. It is created once and never updated. */
public final class WorkerJob {
  private static final long USER = 65_532;
  private static final long GRACE_SECONDS = 30; // to write a checkpoint after SIGTERM
  static final String CONTAINER = "worker";

  private WorkerJob() {}

  /** Name of the Job of an attempt, at most 52 characters. */
  public static String name(Blueprint blueprint, Action.Start start) {
    return blueprint.objectName(start.work()) + "-" + start.attempt();
  }

  /**
   * The Job of an attempt.
   *
   * @param avoidedNodes where it is better not to run
   */
  public static Job of(
      Blueprint blueprint, Action.Start start, OperatorConfig config, List<String> avoidedNodes) {
    Map<String, String> labels = Labels.of(blueprint.study().name(), blueprint.uid(), start.work());
    labels.put(Labels.ATTEMPT, String.valueOf(start.attempt()));
    Map<String, String> annotations =
        Map.of(
            Labels.WORK, start.work().key(),
            Labels.DEFINITION, blueprint.definition(start.work()).orElseThrow());
    WorkerSpec worker = blueprint.spec().worker();
    // Retries belong to the planner, which counts them: one Job is one attempt of one pod, and a
    // second pod is not made before the first has ended.
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(blueprint, start))
        .withNamespace(blueprint.namespace())
        .withLabels(plus(queue(blueprint), labels))
        .withAnnotations(annotations)
        .withOwnerReferences(blueprint.owner())
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withCompletions(1)
        .withParallelism(1)
        .withPodReplacementPolicy("Failed")
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(
            plus(
                plus(
                    worker == null ? null : worker.labels(),
                    SingleNode.labels(blueprint.claims().singleNode())),
                labels))
        .withAnnotations(plus(worker == null ? null : worker.annotations(), annotations))
        .endMetadata()
        .withSpec(pod(blueprint, start, config, avoidedNodes))
        .endTemplate()
        .endSpec()
        .build();
  }

  /**
   * Kueue suspends a Job of this label until there is quota; nobody else touches its suspension.
   */
  private static Map<String, String> queue(Blueprint blueprint) {
    String queue = blueprint.spec().queueName();
    return queue == null ? Map.of() : Map.of(Labels.QUEUE, queue);
  }

  private static PodSpec pod(
      Blueprint blueprint, Action.Start start, OperatorConfig config, List<String> avoidedNodes) {
    var volumes = WorkerVolumes.of(blueprint, start.stage());
    var request =
        new WorkRequest(
            blueprint.uid(),
            blueprint.study().name(),
            start.work().key(),
            start.attempt(),
            start.stage(),
            start.seed(),
            volumes.folders(),
            start.threads(),
            start.microBatchDivisor());
    WorkerSpec worker = blueprint.spec().worker();
    String image = worker == null ? null : worker.image();
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withPriorityClassName(worker == null ? null : worker.priorityClassName())
        .withNodeSelector(worker == null ? null : worker.nodeSelector())
        .withAffinity(
            SingleNode.affinity(
                NodeHistory.affinity(avoidedNodes), blueprint.claims().singleNode()))
        .withTolerations(worker == null ? null : worker.tolerations())
        .withImagePullSecrets(pullSecrets(worker))
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName(CONTAINER)
        .withImage(image == null ? config.workerImage() : image)
        .withImagePullPolicy(config.pullPolicy())
        .withArgs("--request", Json.write(request))
        .withEnv(environment(blueprint, start, config))
        .withResources(WorkerResources.of(blueprint.spec(), start))
        .withVolumeMounts(volumes.mounts())
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .withVolumes(volumes.volumes())
        .build();
  }

  private static List<EnvVar> environment(
      Blueprint blueprint, Action.Start start, OperatorConfig config) {
    var environment = new ArrayList<EnvVar>();
    environment.add(downward("POD_UID", "metadata.uid"));
    environment.add(downward("POD_NAME", "metadata.name"));
    environment.add(downward("NODE_NAME", "spec.nodeName"));
    WorkerEnvironment.of(start.threads())
        .forEach((name, value) -> environment.add(new EnvVar(name, value, null)));
    NodeScratch.of(blueprint.spec(), start.stage())
        .map(NodeScratch::environment)
        .orElse(Map.of())
        .forEach((name, value) -> environment.add(new EnvVar(name, value, null)));
    if (start.stage() instanceof Stage.OfModel stage
        && stage.model().source() instanceof ModelSource.Download) {
      String hosts =
          start.stage() instanceof Stage.Gate
              ? String.join(",", config.policy().downloadHosts())
              : ""; // cells find what the gate has downloaded
      environment.add(new EnvVar(WorkerEnvironment.DOWNLOAD_HOSTS, hosts, null));
    }
    if (start.stage() instanceof Stage.OfModel stage
        && stage.model().source() instanceof ModelSource.TorchScript) {
      environment.add(
          new EnvVar(
              WorkerEnvironment.ALLOW_TORCHSCRIPT,
              String.valueOf(config.policy().torchScript()),
              null));
    }
    return environment;
  }

  private static EnvVar downward(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  private static List<LocalObjectReference> pullSecrets(@Nullable WorkerSpec worker) {
    List<String> names = worker == null ? null : worker.imagePullSecrets();
    return names == null ? List.of() : names.stream().map(LocalObjectReference::new).toList();
  }

  /** Ours win: the operator finds its objects by them. */
  private static Map<String, String> plus(
      @Nullable Map<String, String> users, Map<String, String> ours) {
    var all = new LinkedHashMap<String, String>(users == null ? Map.of() : users);
    all.putAll(ours);
    return all;
  }
}
