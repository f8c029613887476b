package io.transferstudy.worker.dataset.catalogue;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.ArchiveFile;
import io.transferstudy.worker.dataset.CatalogueEntry;
import io.transferstudy.worker.dataset.Counts;
import io.transferstudy.worker.dataset.Found;
import io.transferstudy.worker.dataset.Layout;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Provenance;
import io.transferstudy.worker.dataset.SourcePath;
import io.transferstudy.worker.format.CifarBinary;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.model.Paper;
import java.util.List;

/** CIFAR-100 (Krizhevsky 2009), binary version: the fine label of the two counts. */
public final class Cifar100 implements Layout {
  private static final int CLASSES = 100;

  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "cifar-100",
          "CIFAR-100",
          CLASSES,
          new Counts(50_000, 0, 10_000),
          Metric.TOP_1,
          false,
          provenance("cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8"),
          new Cifar100());

  private static final String TRAIN = "train";
  private static final String TEST = "test";
  private static final String NAMES = "fine_label_names.txt";

  private Cifar100() {}

  static Provenance provenance(String archive, String md5) {
    return new Provenance(
        new Paper(
            "Krizhevsky",
            2009,
            "Learning Multiple Layers of Features from Tiny Images",
            "technical report, University of Toronto"),
        "https://www.cs.toronto.edu/~kriz/cifar.html",
        List.of(ArchiveFile.of(archive, md5)),
        "none stated");
  }

  /** Names of classes, one a line. */
  static List<String> classes(Found found, String table, int expected) {
    List<String> classes = found.table(table).texts();
    if (classes.size() != expected) {
      throw new BadDataException(
          "%s: %d class names, expected %d".formatted(table, classes.size(), expected));
    }
    return classes;
  }

  @Override
  public Role role(String path) {
    return switch (new SourcePath(path).fileName()) {
      case NAMES -> new Role.Table(NAMES);
      case "train.bin" -> new Role.Records(TRAIN, CifarBinary.COARSE_AND_FINE, CLASSES);
      case "test.bin" -> new Role.Records(TEST, CifarBinary.COARSE_AND_FINE, CLASSES);
      default -> new Role.Other();
    };
  }

  @Override
  public List<String> required() {
    return List.of(NAMES, TRAIN, TEST);
  }

  @Override
  public Parts parts(Found found) {
    return Parts.of(
        classes(found, NAMES, CLASSES),
        found.records(TRAIN),
        List.of(),
        found.records(TEST),
        Flip.HORIZONTAL);
  }
}
