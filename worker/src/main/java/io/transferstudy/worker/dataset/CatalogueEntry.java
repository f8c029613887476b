package io.transferstudy.worker.dataset;

import java.nio.file.Path;

/**
 * A data set of the catalogue.
 *
 * @param name an RFC 1123 label
 * @param classes how many it has
 * @param layout how its official archive unpacks
 */
public record CatalogueEntry(String name, int classes, Layout layout) {

  /** Reads a data set's folder. */
  @FunctionalInterface
  interface Layout {
    /**
     * @param folder as unpacked
     * @param seed of splits that the data set leaves open
     */
    Parts read(Path folder, long seed);
  }
}
