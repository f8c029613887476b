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
import io.transferstudy.worker.format.JsonLists;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.model.Paper;
import java.util.ArrayList;
import java.util.List;

/**
 * Food-101 (Bossard et al. 2014): {@code images/<class>/<id>.jpg} and lists of {@code <class>/<id>}
 * by class.
 */
public final class Food101 implements Layout {
  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "food-101",
          "Food-101",
          101,
          new Counts(75_750, 0, 25_250),
          Metric.TOP_1,
          false,
          new Provenance(
              new Paper(
                  "Bossard et al.",
                  2014,
                  "Food-101 - Mining Discriminative Components with Random Forests",
                  "ECCV 2014"),
              "https://data.vision.ee.ethz.ch/cvl/datasets_extra/food-101/",
              List.of(ArchiveFile.of("food-101.tar.gz", "85eeb15f3717b99a5da872d97d918f87")),
              "none for the images, which belong to users of foodspotting.com: scientific fair use"),
          new Food101());

  private static final String CLASSES = "classes.txt";
  private static final String TRAIN = "train.json";
  private static final String TEST = "test.json";

  private Food101() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    return Role.of(
        source.imageBelow("images", 1), source.below("meta").filter(required()::contains));
  }

  @Override
  public List<String> required() {
    return List.of(CLASSES, TRAIN, TEST);
  }

  @Override
  public Parts parts(Found found) {
    List<String> classes = found.table(CLASSES).texts();
    return new Listing(found)
        .parts(classes, items(found, TRAIN, classes), List.of(), items(found, TEST, classes));
  }

  private static List<Item> items(Found found, String list, List<String> classes) {
    var items = new ArrayList<Item>();
    JsonLists.read(list, found.bytes(list))
        .forEach((name, ids) -> {
          int label = classes.indexOf(name);
          if (label < 0) {
            throw new BadDataException(
                "%s: class '%s' is not in %s".formatted(list, name, CLASSES));
          }
          ids.forEach(id -> items.add(new Item(id + ".jpg", Labels.of(label))));
        });
    return items;
  }
}
