package io.transferstudy.worker.dataset;

import io.transferstudy.worker.format.CifarBinary;
import io.transferstudy.worker.format.ClassFolders;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** CIFAR-10 (Krizhevsky 2009), binary version: five files to train on, one to test. */
final class Cifar10 {
  static final CatalogueEntry ENTRY =
      new CatalogueEntry("cifar-10", 10, (folder, _) -> read(folder));

  private static final String FOLDER = "cifar-10-batches-bin";
  private static final List<String> TRAIN =
      List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5");
  private static final String TEST = "test_batch";

  private Cifar10() {}

  private static Parts read(Path parent) {
    Path inner = parent.resolve(FOLDER);
    Path folder = Files.isDirectory(inner) ? inner : parent;
    ClassFolders.requireFolder(folder);
    Path meta = folder.resolve("batches.meta.txt");
    List<String> classes = CifarBinary.classNames(meta);
    if (classes.size() != ENTRY.classes()) {
      throw BadDataException.in(
          meta, "%d class names, expected %d".formatted(classes.size(), ENTRY.classes()));
    }
    var train = new ArrayList<Example>();
    TRAIN.forEach(file -> train.addAll(read(folder, file)));
    return new Parts(classes, train, List.of(), read(folder, TEST), Flip.HORIZONTAL);
  }

  private static List<Example> read(Path folder, String file) {
    var examples = new ArrayList<Example>();
    for (CifarBinary.Labelled record :
        CifarBinary.read(folder.resolve(file + ".bin"), ENTRY.classes())) {
      String name = "%s/%05d".formatted(file, examples.size());
      examples.add(new Example(name, record.label(), new Pixels.Raw(record.image())));
    }
    return examples;
  }
}
