package io.transferstudy.worker.dataset.catalogue;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.ArchiveFile;
import io.transferstudy.worker.dataset.CatalogueEntry;
import io.transferstudy.worker.dataset.Counts;
import io.transferstudy.worker.dataset.Found;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.Layout;
import io.transferstudy.worker.dataset.Listing;
import io.transferstudy.worker.dataset.Listing.Item;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Provenance;
import io.transferstudy.worker.dataset.SourcePath;
import io.transferstudy.worker.format.TextTable.Line;
import io.transferstudy.worker.model.Paper;
import java.util.List;

/**
 * Describable Textures (Cimpoi et al. 2014), the first of its ten splits: lists of {@code
 * <class>/<file>}.
 */
public final class Dtd implements Layout {
  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "dtd",
          "Describable Textures (DTD)",
          47,
          new Counts(1_880, 1_880, 1_880),
          Metric.TOP_1,
          false,
          new Provenance(
              new Paper("Cimpoi et al.", 2014, "Describing Textures in the Wild", "CVPR 2014"),
              "https://www.robots.ox.ac.uk/~vgg/data/dtd/",
              List.of(ArchiveFile.of("dtd-r1.0.1.tar.gz", "fff73e5086ae6bdbea199a49dfb8a4c1")),
              "research only"),
          new Dtd());

  private static final String TRAIN = "train1.txt";
  private static final String VALIDATION = "val1.txt";
  private static final String TEST = "test1.txt";

  private Dtd() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    return Role.of(
        source.imageBelow("images", 1), source.below("labels").filter(required()::contains));
  }

  @Override
  public List<String> required() {
    return List.of(TRAIN, VALIDATION, TEST);
  }

  @Override
  public Parts parts(Found found) {
    List<String> classes =
        required().stream()
            .flatMap(list -> found.table(list).lines().stream())
            .map(Dtd::folder)
            .distinct()
            .sorted()
            .toList();
    return new Listing(found)
        .parts(
            classes,
            items(found, TRAIN, classes),
            items(found, VALIDATION, classes),
            items(found, TEST, classes));
  }

  private static List<Item> items(Found found, String list, List<String> classes) {
    return found.table(list).lines().stream()
        .map(line -> new Item(line.text(), Labels.of(classes.indexOf(folder(line)))))
        .toList();
  }

  private static String folder(Line line) {
    int slash = line.text().indexOf('/');
    if (slash < 1) {
      throw line.wrong("'" + line.text() + "' names no folder");
    }
    return line.text().substring(0, slash);
  }
}
