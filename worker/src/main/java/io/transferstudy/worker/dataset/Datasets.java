package io.transferstudy.worker.dataset;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.catalogue.Birdsnap;
import io.transferstudy.worker.dataset.catalogue.Caltech101;
import io.transferstudy.worker.dataset.catalogue.Cifar10;
import io.transferstudy.worker.dataset.catalogue.Cifar100;
import io.transferstudy.worker.dataset.catalogue.Dtd;
import io.transferstudy.worker.dataset.catalogue.FgvcAircraft;
import io.transferstudy.worker.dataset.catalogue.Flowers102;
import io.transferstudy.worker.dataset.catalogue.Food101;
import io.transferstudy.worker.dataset.catalogue.Pets;
import io.transferstudy.worker.dataset.catalogue.StanfordCars;
import io.transferstudy.worker.dataset.catalogue.Sun397;
import io.transferstudy.worker.dataset.catalogue.Voc2007;
import io.transferstudy.worker.dataset.procedural.Drawing;
import io.transferstudy.worker.dataset.procedural.ProceduralTask;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every data set that can be named, and how one is opened. */
public final class Datasets {
  /** The catalogue, in the order of the paper. */
  public static final List<CatalogueEntry> ALL =
      List.of(
          Food101.ENTRY,
          Cifar10.ENTRY,
          Cifar100.ENTRY,
          Birdsnap.ENTRY,
          Sun397.ENTRY,
          StanfordCars.ENTRY,
          FgvcAircraft.ENTRY,
          Voc2007.ENTRY,
          Dtd.ENTRY,
          Pets.ENTRY,
          Caltech101.ENTRY,
          Flowers102.ENTRY);

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
    return split(dataset, inPlace(dataset.source(), dataRoot), seed);
  }

  /**
   * Reads a data set's files in one pass: official archives, packed or unpacked or both, or folders
   * of images.
   *
   * @param store gets every image of theirs
   * @throws BadDataException if they are not as they should be
   * @throws IllegalArgumentException if there are no files, because its images are drawn
   */
  public static Parts read(DatasetSource source, Path dataRoot, ImageStore store) {
    return switch (source) {
      case DatasetSource.Catalogue catalogue -> official(catalogue, dataRoot).into(store);
      case DatasetSource.ImageFolder folder -> own(ImageFolders.of(folder, dataRoot), store);
      case DatasetSource.Listed listed -> own(ListedImages.of(listed, dataRoot), store);
      case DatasetSource.Procedural procedural ->
          throw new IllegalArgumentException("drawn: " + procedural);
    };
  }

  private static Parts own(OwnImages images, ImageStore store) {
    return images.isPacked()
        ? images.packed(store)
        : images.unpacked().with(examples -> moved(examples, store));
  }

  private static List<Example> moved(List<Example> examples, ImageStore store) {
    var moved = new ArrayList<Example>();
    for (Example example : examples) {
      if (!(example.pixels() instanceof Pixels.Encoded encoded)) {
        throw new IllegalArgumentException("not a file: " + example);
      }
      Path file = encoded.file();
      try (var content = Files.newInputStream(file)) {
        Pixels kept = store.keep(file.toString(), Files.size(file), content);
        moved.add(new Example(example.name(), example.labels(), kept));
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be packed: " + e.getMessage(), e);
      }
    }
    return moved;
  }

  /**
   * Passes only what cells can use, so that none starts in vain.
   *
   * @throws BadDataException if a part would be empty, there is one class only, or images show
   *     several classes and the metric is not for those
   */
  public static void requireUsable(Dataset dataset, Parts parts) {
    if (parts.train().isEmpty()) {
      throw new BadDataException(
          "data set '%s' has no images to train on".formatted(dataset.name()));
    }
    Parts divided = divided(dataset, parts, 1);
    boolean several = divided.test().getFirst().labels() instanceof Labels.Several;
    if (several && dataset.scoredBy() != Metric.ELEVEN_POINT_MAP) {
      throw new BadDataException(
          "images of '%s' show several classes each (labels parted by ';'), which %s cannot score; say metric: ElevenPointMap for it"
              .formatted(dataset.name(), dataset.scoredBy().label()));
    }
    if (!several && divided.classes().size() < 2) {
      throw new BadDataException(
          "data set '%s' has one class only, '%s', and nothing to tell it from; is its path the folder above those of the classes?"
              .formatted(dataset.name(), divided.classes().getFirst()));
    }
  }

  /** With images to choose hyper-parameters by, held out of the training ones if need be. */
  private static Parts divided(Dataset dataset, Parts given, long seed) {
    Parts parts = given;
    if (dataset.source() instanceof DatasetSource.Listed
        && dataset.scoredBy() == Metric.ELEVEN_POINT_MAP) {
      parts = parts.several(); // though in this list each image may have one label only
    }
    if (dataset.maxClasses() != null) {
      parts = parts.first(dataset.maxClasses());
    }
    if (parts.test().isEmpty()) {
      throw new BadDataException("data set '%s' has no test images".formatted(dataset.name()));
    }
    return parts.validation().isEmpty()
        ? parts.heldOut(
            Split.holdOut(parts.train(), parts.classes(), dataset.validationFraction(), seed))
        : parts;
  }

  /**
   * Splits and digests what was read.
   *
   * @param seed of the validation images, where they are held out of the training ones
   * @throws BadDataException if a part would be empty
   */
  public static LoadedDataset split(Dataset dataset, Parts given, long seed) {
    Parts parts = divided(dataset, given, seed);
    List<Example> all =
        Stream.of(parts.train(), parts.validation(), parts.test())
            .flatMap(List::stream)
            .sorted(LoadedDataset.CANONICAL)
            .toList();
    return new LoadedDataset(
        dataset.name(),
        parts.classes(),
        parts.train(),
        parts.validation(),
        parts.test(),
        parts.flip(),
        ContentDigest.of(parts.classes(), all));
  }

  private static Parts inPlace(DatasetSource source, Path root) {
    return switch (source) {
      case DatasetSource.Catalogue catalogued -> official(catalogued, root).unpacked();
      case DatasetSource.ImageFolder folder -> ImageFolders.of(folder, root).inPlace();
      case DatasetSource.Listed listed -> ListedImages.of(listed, root).inPlace();
      case DatasetSource.Procedural(String task, int train, int test, long drawingSeed) ->
          drawn(ProceduralTask.of(task), train, test, drawingSeed);
    };
  }

  private static OfficialArchives official(DatasetSource.Catalogue source, Path root) {
    return new OfficialArchives(
        entry(source.entry()), root.resolve(source.path()), source.mayBeIncomplete());
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
    return Parts.of(
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
