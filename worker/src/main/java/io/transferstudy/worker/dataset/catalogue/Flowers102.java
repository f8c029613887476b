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
import io.transferstudy.worker.format.MatFile;
import io.transferstudy.worker.format.MatValue;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.model.Paper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Oxford 102 Flowers (Nilsback and Zisserman 2008): numbered images, labels and numbers from 1 in
 * MATLAB files. The archives name no class.
 */
public final class Flowers102 implements Layout {
  private static final int CLASSES = 102;

  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "oxford-102-flowers",
          "Oxford 102 Flowers",
          CLASSES,
          new Counts(1_020, 1_020, 6_149),
          Metric.MEAN_PER_CLASS,
          false,
          new Provenance(
              new Paper(
                  "Nilsback and Zisserman",
                  2008,
                  "Automated Flower Classification over a Large Number of Classes",
                  "ICVGIP 2008"),
              "https://www.robots.ox.ac.uk/~vgg/data/flowers/102/",
              List.of(
                  ArchiveFile.of("102flowers.tgz", "52808999861908f626f3c1f4e79d11fa"),
                  ArchiveFile.of("imagelabels.mat", "e0620be6f572b9609742df49c70aed4d"),
                  ArchiveFile.of("setid.mat", "a5357ecc9cb78c4bef273ce3793fc85c")),
              "none stated"),
          new Flowers102());

  private static final String LABELS = "imagelabels.mat";
  private static final String SPLITS = "setid.mat";

  private Flowers102() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    return Role.of(source.imageBelow("jpg", 0), source.named(required()));
  }

  @Override
  public List<String> required() {
    return List.of(LABELS, SPLITS);
  }

  /** Some works train on {@code tstid}, the largest set; here each is what its name says. */
  @Override
  public Parts parts(Found found) {
    List<String> classes = IntStream.rangeClosed(1, CLASSES).mapToObj("%03d"::formatted).toList();
    int[] labels = MatTables.value(found, LABELS, "labels").integers();
    Map<String, MatValue> splits = MatFile.read(SPLITS, found.bytes(SPLITS));
    return new Listing(found)
        .parts(
            classes,
            items(splits, "trnid", labels),
            items(splits, "valid", labels),
            items(splits, "tstid", labels));
  }

  private static List<Item> items(Map<String, MatValue> splits, String name, int[] labels) {
    var items = new ArrayList<Item>();
    for (int number : MatTables.field(SPLITS, splits, name).integers()) {
      if (number < 1 || number > labels.length) {
        throw new BadDataException(
            "%s: image %d, but %s has labels of 1 to %d"
                .formatted(SPLITS, number, LABELS, labels.length));
      }
      int label = MatTables.fromOne(LABELS, labels[number - 1], CLASSES);
      items.add(new Item("image_%05d.jpg".formatted(number), Labels.of(label)));
    }
    return items;
  }
}
