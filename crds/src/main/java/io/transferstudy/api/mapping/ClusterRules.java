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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a valid study must satisfy in addition to run in a cluster. */
public final class ClusterRules {
  /** Each is recorded in the study's status, which stays below 64 KiB. */
  static final int MOST_PRETRAINED = 40;

  /** Models that are pretrained or have given weights, and data sets that are prepared. */
  static final int MOST_RECORDED = 60;

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
    rules.recorded(study);
    rules.downloads(study);
    rules.programs(study);
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
    if (storage != null && storage.scratch() != null) {
      pods.scratch("spec.storage.scratch", storage.scratch());
    }
    if (data == null) {
      study.grid().allDatasets().stream()
          .filter(dataset -> !(dataset.source() instanceof DatasetSource.Procedural))
          .findFirst()
          .ifPresent(dataset ->
              violations.add(
                  "spec.storage.data",
                  "is required in a cluster: data set '" + dataset.name() + "' is read from it"));
    }
    if (weights == null) {
      study.grid().models().stream()
          .filter(model ->
              model.source() instanceof ModelSource.WeightsFile
                  || model.source() instanceof ModelSource.TorchScript)
          .findFirst()
          .ifPresent(model ->
              violations.add(
                  "spec.storage.weights",
                  "is required in a cluster: model '" + model.name() + "' is read from it"));
    }
  }

  private void recorded(Study study) {
    long pretrained = count(study, ModelSource.Pretrained.class::isInstance);
    atMost(MOST_PRETRAINED, "%d models with pretrain".formatted(pretrained), pretrained);
    long models = count(study, source -> !(source instanceof ModelSource.None));
    long prepared =
        study.grid().allDatasets().stream()
            .filter(dataset -> !(dataset.source() instanceof DatasetSource.Procedural))
            .map(Dataset::name)
            .distinct()
            .count();
    atMost(
        MOST_RECORDED,
        prepared == 0
            ? "%d models with weights or pretrain".formatted(models)
            : "%d models with weights or pretrain and %d data sets with files"
                .formatted(models, prepared),
        models + prepared);
  }

  private static long count(Study study, Predicate<ModelSource> which) {
    return study.grid().models().stream().filter(model -> which.test(model.source())).count();
  }

  private void atMost(int most, String what, long count) {
    if (count > most) {
      violations.add(
          "spec.models",
          "%s are too many in a cluster; at most %d in a study".formatted(what, most));
    }
  }

  private void downloads(Study study) {
    for (int i = 0; i < study.grid().models().size(); i++) {
      if (study.grid().models().get(i).source() instanceof ModelSource.Download(var uri, _)) {
        String host = WeightsUri.host(uri).orElse(uri);
        if (!policy.allowsDownload(host)) {
          violations.add(
              "spec.models[" + i + "].weights.uri",
              "host '" + host + "' is not allowed by the operator's config; use path");
        }
      }
    }
  }

  private void programs(Study study) {
    for (int i = 0; i < study.grid().models().size() && !policy.torchScript(); i++) {
      if (study.grid().models().get(i).source() instanceof ModelSource.TorchScript) {
        violations.add(
            "spec.models[" + i + "].torchScript",
            "a TorchScript file is a program, not data, and the operator's config allows none; use"
                + " weights of an architecture, or ask for worker.allowTorchScript");
      }
    }
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
