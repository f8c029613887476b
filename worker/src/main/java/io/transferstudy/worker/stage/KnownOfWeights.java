package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.worker.gate.GoldenOutputs;
import io.transferstudy.worker.gate.KnownFile;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a weights file.
 *
 * @param outputs of its network
 * @param file its name in the catalogue; null if its digest is not there
 */
record KnownOfWeights(Optional<GoldenOutputs> outputs, @Nullable String file) {

  /** Of a network without weights. */
  static KnownOfWeights nothing() {
    return new KnownOfWeights(Optional.empty(), null);
  }

  /**
   * From the file beside the weights, else from the catalogue, which knows public files by their
   * digests.
   *
   * @throws WeightsException if that file cannot be used for the model, or the catalogue knows the
   *     weights to be of another one
   */
  static KnownOfWeights of(Model model, PretrainedWeights weights) throws IOException {
    Optional<GoldenOutputs> beside = GoldenOutputs.of(weights.file());
    if (beside.isPresent() && beside.get().size() != model.imageSize()) {
      throw new WeightsException(
          "%s: it knows answers to images of %d pixels, but the model's have %d"
              .formatted(
                  GoldenOutputs.beside(weights.file()), beside.get().size(), model.imageSize()));
    }
    Optional<KnownFile> known = KnownFile.of(weights.sha256());
    if (known.isEmpty()) {
      return new KnownOfWeights(beside, null);
    }
    try {
      Optional<GoldenOutputs> outputs =
          known.get().outputs(model.architecture(), model.widthMultiplier(), model.imageSize());
      return new KnownOfWeights(beside.or(() -> outputs), known.get().name());
    } catch (WeightsException e) {
      throw new WeightsException(weights.name() + ": " + e.getMessage(), e);
    }
  }
}
