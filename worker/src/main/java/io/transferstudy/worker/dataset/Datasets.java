package io.transferstudy.worker.dataset;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.worker.dataset.procedural.Drawing;
import io.transferstudy.worker.dataset.procedural.ProceduralTask;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every data set that can be named, and how one is opened. */
public final class Datasets {
  /** The catalogue. */
  public static final List<CatalogueEntry> ALL = List.of(Caltech101.ENTRY, Cifar10.ENTRY);

  /** Where a data set has no official split, everybody gets this one. */
  private static final long TEST_SPLIT_SEED = 1;

  private Datasets() {}

  /**
   * Lists a data set's images, splits and digests them. Every file is read once; none is decoded.
   *
   * @param dataset the declaration
   * @param dataRoot the folder that its path is relative to
   * @param seed of the validation images, where they are held out of the training ones; the test
   *     images are the data set's own and the same for every seed, so that scores can be compared
   * @throws BadDataException if a file, folder or class is not as it should be
   * @throws IllegalArgumentException if the catalogue has no such entry, or no such task is drawn
   */
  public static LoadedDataset open(Dataset dataset, Path dataRoot, long seed) {
    Parts parts = read(dataset.source(), dataRoot, TEST_SPLIT_SEED);
    if (dataset.maxClasses() != null) {
      parts = parts.first(dataset.maxClasses());
    }
    if (parts.test().isEmpty()) {
      throw new BadDataException("data set '%s' has no test images".formatted(dataset.name()));
    }
    List<Example> train = parts.train();
    List<Example> validation = parts.validation();
    if (validation.isEmpty()) {
      Split split = Split.holdOut(train, parts.classes(), dataset.validationFraction(), seed);
      train = split.rest();
      validation = split.chosen();
    }
    List<Example> all =
        Stream.of(train, validation, parts.test())
            .flatMap(List::stream)
            .sorted(LoadedDataset.CANONICAL)
            .toList();
    return new LoadedDataset(
        dataset.name(),
        parts.classes(),
        train,
        validation,
        parts.test(),
        parts.flip(),
        ContentDigest.of(parts.classes(), all));
  }

  private static Parts read(DatasetSource source, Path root, long seed) {
    return switch (source) {
      case DatasetSource.Catalogue(String entry, String path) ->
          entry(entry).layout().read(root.resolve(path), seed);
      case DatasetSource.ImageFolder(String path, Integer trainPerClass, var pick) ->
          trainPerClass == null
              ? ImageFolders.three(root.resolve(path))
              : ImageFolders.one(root.resolve(path), trainPerClass, pick, seed);
      case DatasetSource.Procedural(String task, int train, int test, long drawingSeed) ->
          drawn(ProceduralTask.of(task), train, test, drawingSeed);
    };
  }

  private static CatalogueEntry entry(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no data set '%s' in the catalogue; there are %s"
                    .formatted(
                        name,
                        ALL.stream().map(CatalogueEntry::name).collect(Collectors.joining(", ")))));
  }

  private static Parts drawn(ProceduralTask task, int train, int test, long seed) {
    return new Parts(
        task.classes(),
        examples(task, Drawing.Part.TRAIN, train, seed),
        List.of(),
        examples(task, Drawing.Part.TEST, test, seed),
        task.flip());
  }

  private static List<Example> examples(
      ProceduralTask task, Drawing.Part part, int count, long seed) {
    List<Image> images = Drawing.of(task, seed).all(part, count);
    var examples = new ArrayList<Example>();
    for (int i = 0; i < count; i++) {
      String name = "%s/%05d".formatted(part.label(), i);
      examples.add(new Example(name, task.labelOf(i), new Pixels.Raw(images.get(i))));
    }
    return examples;
  }
}
