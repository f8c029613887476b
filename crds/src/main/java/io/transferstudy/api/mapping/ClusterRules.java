package io.transferstudy.api.mapping;

import io.fabric8.kubernetes.api.model.Quantity;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.api.v1alpha1.StorageSpec;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.api.v1alpha1.VolumeSpec;
import io.transferstudy.api.v1alpha1.WorkerSpec;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Study;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a valid study must satisfy in addition to run in a cluster. */
public final class ClusterRules {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private final Violations violations = new Violations();
  private final ClusterPolicy policy;

  private ClusterRules(ClusterPolicy policy) {
    this.policy = policy;
  }

  /** Every violation at once; none if the study may run. */
  public static List<Violation> check(TransferStudySpec spec, Study study, ClusterPolicy policy) {
    var rules = new ClusterRules(policy);
    rules.storage(spec.storage(), study);
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
    name(path + ".claimName", volume.claimName());
    if (volume.subPath() != null) {
      violations.relative(path + ".subPath", volume.subPath(), folder);
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
    if (worker.resources() != null) {
      quantities("spec.worker.resources.requests", worker.resources().requests());
      quantities("spec.worker.resources.limits", worker.resources().limits());
    }
    own("spec.worker.labels", worker.labels());
    own("spec.worker.annotations", worker.annotations());
    List<String> secrets =
        worker.imagePullSecrets() == null ? List.of() : worker.imagePullSecrets();
    for (int i = 0; i < secrets.size(); i++) {
      name("spec.worker.imagePullSecrets[" + i + "]", secrets.get(i));
    }
  }

  private void name(String path, @Nullable String name) {
    if (name == null || name.length() > 253 || !NAME.matcher(name).matches()) {
      violations.add(path, name == null ? "is required" : "is not the name of any object");
    }
  }

  private void quantities(String path, @Nullable Map<String, Quantity> quantities) {
    if (quantities == null) {
      return;
    }
    quantities.forEach((resource, quantity) -> {
      try {
        if (quantity == null || Quantity.getAmountInBytes(quantity).signum() < 0) {
          violations.add(path + "." + resource, "must be a quantity such as 500m or 2Gi");
        }
      } catch (IllegalArgumentException | ArithmeticException e) {
        violations.add(path + "." + resource, "must be a quantity such as 500m or 2Gi");
      }
    });
  }

  /** Labels and annotations by which the operator knows its objects are not the user's to set. */
  private void own(String path, @Nullable Map<String, String> entries) {
    if (entries == null) {
      return;
    }
    entries.keySet().stream()
        .filter(key ->
            key.startsWith(Api.GROUP + "/")
                || key.contains("kubernetes.io/")
                || key.contains("k8s.io/"))
        .filter(key -> !key.startsWith("kueue.x-k8s.io/"))
        .sorted()
        .forEach(key -> violations.add(path + "." + key, "is reserved; choose another prefix"));
  }
}
