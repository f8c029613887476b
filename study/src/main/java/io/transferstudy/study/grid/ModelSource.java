package io.transferstudy.study.grid;

import org.jspecify.annotations.Nullable;

/** Where a model's pretrained weights come from. */
public sealed interface ModelSource {

  /** Weights that were trained elsewhere, in a format that the worker reads. */
  sealed interface Given extends ModelSource {
    /** Its expected digest, 64 hexadecimal digits, or null if it is not pinned. */
    @Nullable String sha256();
  }

  /**
   * A file below the weights folder.
   *
   * @param path relative to the weights folder
   * @param sha256 the file's expected digest, 64 hexadecimal digits, or null if it is not pinned
   */
  record WeightsFile(String path, @Nullable String sha256) implements Given {}

  /**
   * A file that is downloaded once, by the gate of the first study that needs it.
   *
   * @param uri {@code https://...} or {@code hf://OWNER/NAME[/FILE][@REVISION]}
   * @param sha256 the file's expected digest, 64 hexadecimal digits, or null if it is not pinned
   */
  record Download(String uri, @Nullable String sha256) implements Given {}

  /**
   * Trained by this study, once per model, on a source data set.
   *
   * @param source the data set to pretrain on; its test score is the model's source accuracy
   * @param recipe how; only its first learning rate and weight decay are used, there is no search
   * @param seed of initialisation, order and augmentation
   */
  record Pretrained(Dataset source, Recipe recipe, long seed) implements ModelSource {}

  /** No weights: the model can only be trained from random initialisation. */
  record None() implements ModelSource {}
}
