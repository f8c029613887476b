package io.transferstudy.study.grid;

import java.util.List;
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
   * A network of the user's own with its weights: a TorchScript file below the weights folder. It
   * is a program and not data, so it runs only where whoever runs the workers allows such files.
   *
   * @param path relative to the weights folder
   * @param sha256 the file's expected digest, 64 hexadecimal digits, or null if it is not pinned
   * @param featureWidth numbers that it returns for an image
   * @param mean of red, green and blue, of pixels between 0 and 1
   * @param std likewise: the input is (pixel - mean) / std
   */
  record TorchScript(
      String path, @Nullable String sha256, int featureWidth, List<Double> mean, List<Double> std)
      implements Given {
    /** What such a model has for an architecture: no name of the catalogue. */
    public static final String ARCHITECTURE = "torchscript";

    private static final int CHANNELS = 3;

    public TorchScript {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
      if (featureWidth < 1) {
        throw new IllegalArgumentException("featureWidth must be positive, got " + featureWidth);
      }
      if (mean.size() != CHANNELS || std.size() != CHANNELS) {
        throw new IllegalArgumentException(
            "mean and std have one number a channel, got " + mean + " and " + std);
      }
      if (std.stream().anyMatch(value -> !(value > 0))) {
        throw new IllegalArgumentException("std must be positive, got " + std);
      }
    }
  }

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
