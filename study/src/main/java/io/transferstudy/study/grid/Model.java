package io.transferstudy.study.grid;

import org.jspecify.annotations.Nullable;

/**
 * An architecture with weights, one row of the grid.
 *
 * @param name unique in the study, an RFC 1123 label
 * @param architecture a name of the catalogue, or {@link ModelSource.TorchScript#ARCHITECTURE}
 * @param widthMultiplier scales every layer's channels, for architectures that have one
 * @param imageSize input height and width in pixels
 * @param source where pretrained weights come from
 * @param sourceAccuracy accuracy on the source task, in (0, 1), when it is known beforehand
 *     (published ImageNet top-1); null if it is measured here by pretraining, or unknown
 */
public record Model(
    String name,
    String architecture,
    double widthMultiplier,
    int imageSize,
    ModelSource source,
    @Nullable Double sourceAccuracy) {

  public Model {
    Label.require("model", name);
    if (!(widthMultiplier > 0)) {
      throw new IllegalArgumentException(
          "widthMultiplier must be positive, got " + widthMultiplier);
    }
    if (imageSize < 1) {
      throw new IllegalArgumentException("imageSize must be positive, got " + imageSize);
    }
  }
}
