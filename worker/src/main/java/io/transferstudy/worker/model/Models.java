package io.transferstudy.worker.model;

import java.util.List;
import java.util.Optional;

/** Every architecture there is. */
public final class Models {
  /** The catalogue. */
  public static final List<ModelEntry> ALL = List.of(MobileNetV1.SAME, MobileNetV1.SYMMETRIC);

  private Models() {}

  /** The entry of that name. */
  public static Optional<ModelEntry> find(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
