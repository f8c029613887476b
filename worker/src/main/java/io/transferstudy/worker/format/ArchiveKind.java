package io.transferstudy.worker.format;

import java.util.Locale;
import java.util.Optional;

/** The archives that are read, told by their names. */
enum ArchiveKind {
  TAR,
  TAR_GZ,
  ZIP;

  static Optional<ArchiveKind> of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tar")) {
      return Optional.of(TAR);
    }
    if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return Optional.of(TAR_GZ);
    }
    return name.endsWith(".zip") ? Optional.of(ZIP) : Optional.empty();
  }
}
