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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * SUN397 (Xiao et al. 2010), the first of its ten partitions, whose lists come in an archive of
 * their own. Classes may lie in one another: {@code a/apartment_building/outdoor/sun_x.jpg}.
 */
public final class Sun397 implements Layout {
  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "sun397",
          "SUN397",
          397,
          new Counts(19_850, 0, 19_850),
          Metric.TOP_1,
          false,
          new Provenance(
              new Paper(
                  "Xiao et al.",
                  2010,
                  "SUN Database: Large-Scale Scene Recognition from Abbey to Zoo",
                  "CVPR 2010"),
              "https://vision.princeton.edu/projects/2010/SUN/",
              List.of(
                  ArchiveFile.of("SUN397.tar.gz", "8ca2778205c41d23104230ba66911c7a"),
                  ArchiveFile.of("Partitions.zip")),
              "unknown"),
          new Sun397());

  private static final String CLASSES = "ClassName.txt";
  private static final String TRAIN = "Training_01.txt";
  private static final String TEST = "Testing_01.txt";

  private Sun397() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    boolean image = source.fileName().startsWith("sun_") && source.endsWith(".jpg");
    return Role.of(
        image ? Optional.of(source.within("SUN397")) : Optional.empty(), source.named(required()));
  }

  @Override
  public List<String> required() {
    return List.of(CLASSES, TRAIN, TEST);
  }

  /** The archive holds 108,754 images, of which a partition uses 39,700. */
  @Override
  public Optional<Set<String>> wanted(Found found) {
    return Optional.of(
        Stream.of(TRAIN, TEST)
            .flatMap(list -> found.table(list).lines().stream())
            .map(Sun397::inside)
            .collect(Collectors.toSet()));
  }

  /** Lines of {@code ClassName.txt} are {@code /a/abbey}: the letter is no part of the name. */
  @Override
  public Parts parts(Found found) {
    var labels = new HashMap<String, Integer>();
    var classes = new ArrayList<String>();
    for (Line line : found.table(CLASSES).lines()) {
      String folder = inside(line);
      labels.put(folder, classes.size());
      classes.add(folder.substring(folder.indexOf('/') + 1));
    }
    return new Listing(found)
        .parts(classes, items(found, TRAIN, labels), List.of(), items(found, TEST, labels));
  }

  private static List<Item> items(Found found, String list, Map<String, Integer> labels) {
    var items = new ArrayList<Item>();
    for (Line line : found.table(list).lines()) {
      String name = inside(line);
      Integer label = labels.get(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
      if (label == null) {
        throw line.wrong("no class of " + CLASSES + " holds '" + line.text() + "'");
      }
      items.add(new Item(name, Labels.of(label)));
    }
    return items;
  }

  private static String inside(Line line) {
    if (!line.text().startsWith("/")) {
      throw line.wrong("'" + line.text() + "' does not begin with /");
    }
    return line.text().substring(1);
  }
}
