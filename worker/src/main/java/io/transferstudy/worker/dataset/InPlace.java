package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Image;
import java.io.InputStream;
import java.nio.file.Path;

/** Leaves the images of an unpacked folder where they lie and reads none of them. */
final class InPlace implements ImageStore {
  private final Path root;

  /** The folder of the last image: those of one folder share it. */
  private Path folder;

  InPlace(Path root) {
    this.root = root;
    this.folder = root;
  }

  @Override
  public Pixels keep(String path, long size, InputStream content) {
    Path file = root.resolve(path);
    Path parent = file.getParent();
    if (parent != null && !parent.equals(folder)) {
      folder = parent;
    }
    return new Pixels.Encoded(folder, file.getFileName().toString());
  }

  @Override
  public Pixels keep(String name, Image raw) {
    return new Pixels.Raw(raw);
  }
}
