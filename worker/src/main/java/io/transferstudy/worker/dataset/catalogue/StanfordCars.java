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
import io.transferstudy.worker.format.MatValue;
import io.transferstudy.worker.model.Paper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stanford Cars (Krause et al. 2013): numbered images, labels from 1 in MATLAB files. The labels of
 * the test images are a download of their own.
 */
public final class StanfordCars implements Layout {
  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "stanford-cars",
          "Stanford Cars",
          196,
          new Counts(8_144, 0, 8_041),
          Metric.TOP_1,
          false,
          new Provenance(
              new Paper(
                  "Krause et al.",
                  2013,
                  "3D Object Representations for Fine-Grained Categorization",
                  "3dRR 2013"),
              "https://ai.stanford.edu/~jkrause/cars/car_dataset.html",
              List.of(
                  ArchiveFile.of("cars_train.tgz", "065e5b463ae28d29e77c1b4b166cfe61"),
                  ArchiveFile.of("cars_test.tgz", "4ce7ebf6a94d07f1952d94dd34c4d501"),
                  ArchiveFile.of("car_devkit.tgz", "c3b158d763b6e2245038c8ad08e45376"),
                  ArchiveFile.of(
                      "cars_test_annos_withlabels.mat", "b0a2b23655a3edd16d84508592a98d10")),
              "research only"),
          new StanfordCars());

  private static final String META = "cars_meta.mat";
  private static final String TRAIN = "cars_train_annos.mat";
  private static final String TEST = "cars_test_annos_withlabels.mat";
  private static final String TRAIN_FOLDER = "cars_train";
  private static final String TEST_FOLDER = "cars_test";

  private StanfordCars() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    Optional<String> image =
        Stream.of(TRAIN_FOLDER, TEST_FOLDER)
            .flatMap(
                folder -> source.imageBelow(folder, 0).map(name -> folder + "/" + name).stream())
            .findFirst();
    return Role.of(image, source.named(required()));
  }

  @Override
  public List<String> required() {
    return List.of(META, TRAIN, TEST);
  }

  @Override
  public Parts parts(Found found) {
    List<String> classes =
        MatTables.value(found, META, "class_names").cells().stream().map(MatValue::text).toList();
    return new Listing(found)
        .parts(
            classes,
            items(found, TRAIN, TRAIN_FOLDER, classes.size()),
            List.of(),
            items(found, TEST, TEST_FOLDER, classes.size()));
  }

  private static List<Item> items(Found found, String table, String folder, int classes) {
    var items = new ArrayList<Item>();
    for (Map<String, MatValue> car : MatTables.value(found, table, "annotations").structures()) {
      String file = MatTables.field(table, car, "fname").text();
      int label = MatTables.field(table, car, "class").integer();
      items.add(new Item(folder + "/" + file, Labels.of(MatTables.fromOne(table, label, classes))));
    }
    return items;
  }
}
