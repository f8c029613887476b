package io.transferstudy.worker.dataset;

import java.util.Optional;

/**
 * A file to download.
 *
 * @param name of the file
 * @param md5 as published, 32 hexadecimal digits
 */
public record ArchiveFile(String name, Optional<String> md5) {
  /** With a digest that its users publish. */
  public static ArchiveFile of(String name, String md5) {
    return new ArchiveFile(name, Optional.of(md5));
  }

  /** Without one. */
  public static ArchiveFile of(String name) {
    return new ArchiveFile(name, Optional.empty());
  }
}
