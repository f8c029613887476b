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
import java.util.ArrayList;
import java.util.List;

/**
 * FGVC Aircraft (Maji et al. 2013), its 100 variants: lists of an image's number and a label that
 * may hold spaces.
 */
public final class FgvcAircraft implements Layout {
  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "fgvc-aircraft",
          "FGVC Aircraft",
          100,
          new Counts(3_334, 3_333, 3_333),
          Metric.MEAN_PER_CLASS,
          false,
          new Provenance(
              Paper.arXiv(
                  "Maji et al.",
                  2013,
                  "Fine-Grained Visual Classification of Aircraft",
                  "1306.5151"),
              "https://www.robots.ox.ac.uk/~vgg/data/fgvc-aircraft/",
              List.of(
                  ArchiveFile.of("fgvc-aircraft-2013b.tar.gz", "d4acdd33327262359767eeaa97a4f732")),
              "non-commercial research only"),
          new FgvcAircraft());

  private static final String CLASSES = "variants.txt";
  private static final String TRAIN = "images_variant_train.txt";
  private static final String VALIDATION = "images_variant_val.txt";
  private static final String TEST = "images_variant_test.txt";

  private FgvcAircraft() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    return Role.of(source.imageBelow("images", 0), source.named(required()));
  }

  @Override
  public List<String> required() {
    return List.of(CLASSES, TRAIN, VALIDATION, TEST);
  }

  @Override
  public Parts parts(Found found) {
    List<String> classes = found.table(CLASSES).texts();
    return new Listing(found)
        .parts(
            classes,
            items(found, TRAIN, classes),
            items(found, VALIDATION, classes),
            items(found, TEST, classes));
  }

  private static List<Item> items(Found found, String list, List<String> classes) {
    var items = new ArrayList<Item>();
    for (Line line : found.table(list).lines()) {
      String[] fields = line.fields(2);
      int label = classes.indexOf(fields[1]);
      if (label < 0) {
        throw line.wrong("'%s' is not in %s".formatted(fields[1], CLASSES));
      }
      items.add(new Item(fields[0] + ".jpg", Labels.of(label)));
    }
    return items;
  }
}
