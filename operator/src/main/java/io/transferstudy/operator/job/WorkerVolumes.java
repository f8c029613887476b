package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.transferstudy.api.v1alpha1.StorageSpec;
import io.transferstudy.api.v1alpha1.VolumeSpec;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's volumes and where they are mounted.
 *
 * @param folders where the worker finds them
 */
record WorkerVolumes(List<Volume> volumes, List<VolumeMount> mounts, WorkRequest.Folders folders) {
  private static final String DATA = "/data";
  private static final String WEIGHTS = "/weights";
  private static final String ARTIFACTS = "/artifacts";
  private static final String DOWNLOADS = "/downloads";

  static WorkerVolumes of(Blueprint blueprint, Stage stage) {
    StorageSpec storage = blueprint.spec().storage();
    VolumeSpec artifacts = storage == null ? null : storage.artifacts();
    VolumeSpec weights = storage == null ? null : storage.weights();
    var folders =
        new WorkRequest.Folders(
            DATA, WEIGHTS, ARTIFACTS, (weights == null ? ARTIFACTS : WEIGHTS) + DOWNLOADS);
    var all = new WorkerVolumes(new ArrayList<>(), new ArrayList<>(), folders);
    all.add("data", DATA, storage == null ? null : storage.data(), true);
    all.add("weights", WEIGHTS, weights, !downloads(stage));
    all.add(
        "artifacts",
        ARTIFACTS,
        artifacts == null ? new VolumeSpec(blueprint.claimName(), null) : artifacts,
        false);
    all.volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    all.mounts.add(new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
    NodeScratch.of(blueprint.spec(), stage).ifPresent(all::add);
    return all;
  }

  private void add(NodeScratch scratch) {
    volumes.add(
        new VolumeBuilder()
            .withName("scratch")
            .withNewEmptyDir()
            .withSizeLimit(scratch.sizeLimit())
            .endEmptyDir()
            .build());
    mounts.add(
        new VolumeMountBuilder().withName("scratch").withMountPath(NodeScratch.FOLDER).build());
  }

  /** Only a gate writes what it downloads. */
  private static boolean downloads(Stage stage) {
    return stage instanceof Stage.Gate(var model) && model.source() instanceof ModelSource.Download;
  }

  private void add(String name, String folder, @Nullable VolumeSpec volume, boolean readOnly) {
    if (volume == null) {
      return;
    }
    volumes.add(
        new VolumeBuilder()
            .withName(name)
            .withNewPersistentVolumeClaim()
            .withClaimName(volume.claimName())
            .withReadOnly(readOnly ? true : null)
            .endPersistentVolumeClaim()
            .build());
    mounts.add(
        new VolumeMountBuilder()
            .withName(name)
            .withMountPath(folder)
            .withSubPath(volume.subPath())
            .withReadOnly(readOnly ? true : null)
            .build());
  }
}
