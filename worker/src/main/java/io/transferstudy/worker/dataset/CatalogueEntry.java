package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.BadDataException;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set of the catalogue.
 *
 * @param name an RFC 1123 label
 * @param classes how many it has
 * @param layout of its official archives
 */
public record CatalogueEntry(String name, int classes, Layout layout) {

  /**
   * @param place for messages
   * @param unopened archives that lie there and were not read
   */
  Parts parts(Found found, Path place, List<String> unopened) {
    List<String> absent =
        layout.required().stream()
            .filter(name -> !found.tables().containsKey(name) && !found.records().containsKey(name))
            .toList();
    if (absent.isEmpty() && !(found.images().isEmpty() && found.records().isEmpty())) {
      return layout.parts(found);
    }
    String missing = absent.isEmpty() ? "no images" : "no " + String.join(", no ", absent);
    throw BadDataException.in(
        place,
        unopened.isEmpty()
            ? "%s of data set '%s' in there; put its official archives there"
                .formatted(missing, name)
            : "%s of data set '%s' unpacked in there; %s must be prepared or unpacked first"
                .formatted(missing, name, String.join(", ", unopened)));
  }
}
