package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.transferstudy.api.v1alpha1.StorageSpec;
import io.transferstudy.api.v1alpha1.VolumeSpec;
import io.transferstudy.study.work.WorkRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker's volumes and where they are mounted. */
record WorkerVolumes(List<Volume> volumes, List<VolumeMount> mounts) {
  static final WorkRequest.Folders FOLDERS =
      new WorkRequest.Folders("/data", "/weights", "/artifacts");

  static WorkerVolumes of(Blueprint blueprint) {
    StorageSpec storage = blueprint.spec().storage();
    VolumeSpec artifacts = storage == null ? null : storage.artifacts();
    var all = new WorkerVolumes(new ArrayList<>(), new ArrayList<>());
    all.add("data", FOLDERS.data(), storage == null ? null : storage.data(), true);
    all.add("weights", FOLDERS.weights(), storage == null ? null : storage.weights(), true);
    all.add(
        "artifacts",
        FOLDERS.artifacts(),
        artifacts == null ? new VolumeSpec(blueprint.claimName(), null) : artifacts,
        false);
    all.volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    all.mounts.add(new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
    return all;
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
