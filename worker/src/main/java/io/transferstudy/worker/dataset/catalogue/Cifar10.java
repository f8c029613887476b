package io.transferstudy.worker.dataset.catalogue;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.CatalogueEntry;
import io.transferstudy.worker.dataset.Counts;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Found;
import io.transferstudy.worker.dataset.Layout;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.SourcePath;
import io.transferstudy.worker.format.CifarBinary;
import io.transferstudy.worker.image.Flip;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** CIFAR-10 (Krizhevsky 2009), binary version: five files to train on, one to test. */
public final class Cifar10 implements Layout {
  private static final int CLASSES = 10;

  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "cifar-10",
          "CIFAR-10",
          CLASSES,
          new Counts(50_000, 0, 10_000),
          Metric.TOP_1,
          false,
          Cifar100.provenance("cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530"),
          new Cifar10());

  private static final List<String> TRAIN =
      List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5");
  private static final String TEST = "test_batch";
  private static final String NAMES = "batches.meta.txt";

  private Cifar10() {}

  @Override
  public Role role(String path) {
    String file = new SourcePath(path).fileName();
    if (file.equals(NAMES)) {
      return new Role.Table(NAMES);
    }
    Optional<String> records =
        Stream.concat(TRAIN.stream(), Stream.of(TEST))
            .filter(name -> file.equals(name + ".bin"))
            .findFirst();
    return records.isPresent()
        ? new Role.Records(records.get(), CifarBinary.ONE_LABEL, CLASSES)
        : new Role.Other();
  }

  @Override
  public List<String> required() {
    return Stream.of(Stream.of(NAMES), TRAIN.stream(), Stream.of(TEST)).flatMap(s -> s).toList();
  }

  @Override
  public Parts parts(Found found) {
    List<Example> train = TRAIN.stream().flatMap(file -> found.records(file).stream()).toList();
    return Parts.of(
        Cifar100.classes(found, NAMES, CLASSES),
        train,
        List.of(),
        found.records(TEST),
        Flip.HORIZONTAL);
  }
}
