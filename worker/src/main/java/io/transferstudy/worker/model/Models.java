package io.transferstudy.worker.model;

import java.util.List;
import java.util.Optional;

/** Every architecture there is. */
public final class Models {
  /** The catalogue. */
  public static final List<ModelEntry> ALL =
      List.of(
          MobileNetV1.SAME,
          MobileNetV1.SYMMETRIC,
          ResNet.R50,
          ResNet.R8,
          LeNet.SMALL,
          AlexNet.SMALL,
          Vgg.SMALL,
          MobileSmall.QUARTER,
          MobileSmall.HALF,
          Inception.SMALL);

  private Models() {}

  /** The entry of that name. */
  public static Optional<ModelEntry> find(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
