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
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.model.Paper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Oxford-IIIT Pets (Parkhi et al. 2012): lists of a name, a class from 1, a species and a breed.
 * The class is called what its images' names begin with. A few files that end in {@code .jpg} hold
 * another format, which reading by content does not mind; stray {@code .mat} files lie among them.
 */
public final class Pets implements Layout {
  private static final int CLASSES = 37;

  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "oxford-iiit-pets",
          "Oxford-IIIT Pets",
          CLASSES,
          new Counts(3_680, 0, 3_669),
          Metric.MEAN_PER_CLASS,
          false,
          new Provenance(
              new Paper("Parkhi et al.", 2012, "Cats and Dogs", "CVPR 2012"),
              "https://www.robots.ox.ac.uk/~vgg/data/pets/",
              List.of(
                  ArchiveFile.of("images.tar.gz", "5c4f3ee8e5d25df40f4fd59a7f44e54c"),
                  ArchiveFile.of("annotations.tar.gz", "95a8c909bbe2e81eed6a22bccdf3f68f")),
              "CC BY-SA 4.0"),
          new Pets());

  private static final String TRAIN = "trainval.txt";
  private static final String TEST = "test.txt";

  private Pets() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    return Role.of(
        source.imageBelow("images", 0), source.below("annotations").filter(required()::contains));
  }

  @Override
  public List<String> required() {
    return List.of(TRAIN, TEST);
  }

  @Override
  public Parts parts(Found found) {
    var names = new TreeMap<Integer, String>();
    List<Item> train = items(found, TRAIN, names);
    List<Item> test = items(found, TEST, names);
    if (!names.isEmpty() && names.lastKey() != names.size()) {
      throw new BadDataException(
          "%s, %s: classes up to %d, but only %d of them have images; these are not the official lists"
              .formatted(TRAIN, TEST, names.lastKey(), names.size()));
    }
    return new Listing(found).parts(List.copyOf(names.values()), train, List.of(), test);
  }

  private static List<Item> items(Found found, String list, Map<Integer, String> names) {
    var items = new ArrayList<Item>();
    for (Line line : found.table(list).lines()) {
      String[] fields = line.fields(4);
      int label = line.number(fields[1], 1, CLASSES);
      String name = fields[0].substring(0, Math.max(0, fields[0].lastIndexOf('_')));
      String before = names.putIfAbsent(label, name);
      if (before != null && !before.equals(name)) {
        throw line.wrong("class %d is '%s' here and '%s' before".formatted(label, name, before));
      }
      items.add(new Item(fields[0] + ".jpg", Labels.of(label - 1)));
    }
    return items;
  }
}
