package io.transferstudy.worker.dataset.catalogue;

import io.transferstudy.worker.dataset.CatalogueEntry;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Found;
import io.transferstudy.worker.dataset.Layout;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.SourcePath;
import io.transferstudy.worker.format.CifarBinary;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** CIFAR-10 (Krizhevsky 2009), binary version: five files to train on, one to test. */
public final class Cifar10 implements Layout {
  private static final int CLASSES = 10;

  /** What is known of it. */
  public static final CatalogueEntry ENTRY = new CatalogueEntry("cifar-10", CLASSES, new Cifar10());

  private static final List<String> TRAIN =
      List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5");
  private static final String TEST = "test_batch";
  private static final String META = "batches.meta.txt";

  private Cifar10() {}

  @Override
  public Role role(String path) {
    String file = new SourcePath(path).fileName();
    if (file.equals(META)) {
      return new Role.Table(META);
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
    return Stream.of(Stream.of(META), TRAIN.stream(), Stream.of(TEST)).flatMap(s -> s).toList();
  }

  @Override
  public Parts parts(Found found) {
    List<String> classes = found.lines(META);
    if (classes.size() != CLASSES) {
      throw new BadDataException(
          "%s: %d class names, expected %d".formatted(META, classes.size(), CLASSES));
    }
    List<Example> train = TRAIN.stream().flatMap(file -> found.records(file).stream()).toList();
    return Parts.of(classes, train, List.of(), found.records(TEST), Flip.HORIZONTAL);
  }
}
