package io.transferstudy.worker.dataset;

import io.transferstudy.worker.model.Paper;
import java.util.List;

/**
 * Where a data set comes from.
 *
 * @param paper that describes it
 * @param home the page that offers it
 * @param archives what to download
 * @param licence of the images, in words; says so where none is stated
 */
public record Provenance(Paper paper, String home, List<ArchiveFile> archives, String licence) {
  public Provenance {
    archives = List.copyOf(archives);
  }
}
