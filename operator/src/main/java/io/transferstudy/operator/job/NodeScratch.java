package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Quantity;
import io.transferstudy.api.v1alpha1.ScratchSpec;
import io.transferstudy.api.v1alpha1.StorageSpec;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkerEnvironment;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Room on the node's own disk for what a pod reads many times: a training's packed data set. Other
 * pods read theirs once, and get none.
 *
 * @param sizeLimit of the room
 */
record NodeScratch(Quantity sizeLimit) {
  static final String RESOURCE = "ephemeral-storage";
  static final String FOLDER = "/scratch";

  static Optional<NodeScratch> of(TransferStudySpec spec, Stage stage) {
    StorageSpec storage = spec.storage();
    ScratchSpec scratch = storage == null ? null : storage.scratch();
    Quantity limit = scratch == null ? null : scratch.sizeLimit();
    return Optional.ofNullable(limit).filter(_ -> pack(stage) != null).map(NodeScratch::new);
  }

  private static @Nullable String pack(Stage stage) {
    return switch (stage) {
      case Stage.Training training -> training.data().pack();
      case Stage.Pretrain pretrain -> pretrain.source().pack();
      case Stage.FixedFeatures _, Stage.Gate _, Stage.Check _, Stage.Prepare _ -> null;
    };
  }

  /** For the worker, which copies nothing that is larger. */
  Map<String, String> environment() {
    return Map.of(
        WorkerEnvironment.SCRATCH,
        FOLDER,
        WorkerEnvironment.SCRATCH_BYTES,
        Quantity.getAmountInBytes(sizeLimit).toBigInteger().toString());
  }
}
