package io.transferstudy.api.mapping;

import io.transferstudy.api.v1alpha1.StorageSpec;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.api.v1alpha1.VolumeSpec;
import io.transferstudy.api.v1alpha1.WorkerSpec;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Study;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a valid study must satisfy in addition to run in a cluster. */
public final class ClusterRules {
  /** Each is recorded in the study's status, which stays below 64 KiB. */
  static final int MOST_PRETRAINED = 40;

  private final Violations violations = new Violations();
  private final PodRules pods = new PodRules(violations);
  private final String namespace;
  private final ClusterPolicy policy;

  private ClusterRules(String namespace, ClusterPolicy policy) {
    this.namespace = namespace;
    this.policy = policy;
  }

  /**
   * Every violation at once; none if the study may run.
   *
   * @param namespace of the study
   */
  public static List<Violation> check(
      String namespace, TransferStudySpec spec, Study study, ClusterPolicy policy) {
    var rules = new ClusterRules(namespace, policy);
    rules.storage(spec.storage(), study);
    rules.pretrained(study);
    if (spec.worker() != null) {
      rules.worker(spec.worker());
    }
    return rules.violations.all();
  }

  private void storage(@Nullable StorageSpec storage, Study study) {
    VolumeSpec data = storage == null ? null : storage.data();
    VolumeSpec weights = storage == null ? null : storage.weights();
    VolumeSpec artifacts = storage == null ? null : storage.artifacts();
    volume("spec.storage.data", data, "data folder");
    volume("spec.storage.weights", weights, "weights folder");
    volume("spec.storage.artifacts", artifacts, "artifacts folder");
    if (data == null) {
      sources(study)
          .filter(dataset -> !(dataset.source() instanceof DatasetSource.Procedural))
          .findFirst()
          .ifPresent(dataset ->
              violations.add(
                  "spec.storage.data",
                  "is required in a cluster: data set '" + dataset.name() + "' is read from it"));
    }
    if (weights == null) {
      study.grid().models().stream()
          .filter(model -> model.source() instanceof ModelSource.WeightsFile)
          .findFirst()
          .ifPresent(model ->
              violations.add(
                  "spec.storage.weights",
                  "is required in a cluster: model '" + model.name() + "' is read from it"));
    }
  }

  private void pretrained(Study study) {
    long models =
        study.grid().models().stream()
            .filter(model -> model.source() instanceof ModelSource.Pretrained)
            .count();
    if (models > MOST_PRETRAINED) {
      violations.add(
          "spec.models",
          models
              + " models with pretrain are too many in a cluster; at most "
              + MOST_PRETRAINED
              + " in a study");
    }
  }

  private static Stream<Dataset> sources(Study study) {
    return Stream.concat(
        study.grid().datasets().stream(),
        study.grid().models().stream()
            .flatMap(model ->
                model.source() instanceof ModelSource.Pretrained pretrained
                    ? Stream.of(pretrained.source())
                    : Stream.empty()));
  }

  private void volume(String path, @Nullable VolumeSpec volume, String folder) {
    if (volume == null) {
      return;
    }
    claim(path + ".claimName", volume.claimName());
    if (volume.subPath() != null) {
      violations.relative(path + ".subPath", volume.subPath(), folder);
    }
  }

  private void claim(String path, @Nullable String claim) {
    if (claim == null) {
      violations.add(path, "is required");
      return;
    }
    int before = violations.all().size();
    pods.objectName(path, claim);
    if (violations.all().size() == before && !policy.allowsClaim(namespace, claim)) {
      violations.add(path, "'" + claim + "' is not allowed by the operator's config");
    }
  }

  private void worker(WorkerSpec worker) {
    if (worker.image() != null && !policy.allowsImage(worker.image())) {
      violations.add(
          "spec.worker.image",
          "'" + worker.image() + "' is not allowed by the operator's config; leave it out");
    }
    if (worker.priorityClassName() != null
        && !policy.priorityClasses().contains(worker.priorityClassName())) {
      violations.add(
          "spec.worker.priorityClassName",
          "'" + worker.priorityClassName() + "' is not allowed by the operator's config");
    }
    violations.integer("spec.worker.gpus", worker.gpus(), 0, 0, 64);
    pods.check("spec.worker", worker);
  }
}
