package io.transferstudy.worker.dataset;

import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.worker.dataset.ImageList.Item;
import io.transferstudy.worker.dataset.ImageList.Use;
import io.transferstudy.worker.format.EntryPath;
import io.transferstudy.worker.format.SourceFiles;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Images that a CSV file lists, in a folder or in an archive together with it.
 *
 * @param place the folder or archive
 * @param labels the file's path in there
 * @param rule where the file does not say what an image is for
 */
record ListedImages(Path place, String labels, TestRule rule) implements OwnImages {

  static ListedImages of(DatasetSource.Listed source, Path dataRoot) {
    return new ListedImages(
        dataRoot.resolve(source.path()),
        source.labels(),
        new TestRule(source.trainPerClass(), source.pick(), source.testFraction()));
  }

  @Override
  public Parts unpacked() {
    Path file = place.resolve(labels);
    if (!Files.isRegularFile(file)) {
      throw noList(List.of());
    }
    try (var content = new BufferedInputStream(Files.newInputStream(file))) {
      Path folder = place.resolve(EntryPath.folderOf(labels));
      var problems = new Problems(file.toString());
      return parts(
          ImageList.read(file.toString(), content, problems),
          problems,
          item ->
              Files.isRegularFile(folder.resolve(item.path()))
                  ? new Pixels.Encoded(folder, item.path())
                  : null);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Passes the archive twice: what it lists may come before its list. */
  @Override
  public Parts packed(ImageStore store) {
    var lists = new ArrayList<ImageList>();
    var alike = new ArrayList<String>();
    String name = place + "!" + labels;
    var problems = new Problems(name);
    SourceFiles.all(
        place,
        file -> {
          if (file.path().equals(labels)) {
            lists.add(ImageList.read(name, file.content(), problems));
          } else if (file.path().endsWith("/" + labels)) {
            alike.add(file.path());
          }
        });
    if (lists.isEmpty()) {
      throw noList(alike);
    }
    problems.requireNone(); // before what may take hours
    var images = new ArchivedImages(lists.getFirst(), EntryPath.folderOf(labels), store);
    SourceFiles.all(place, images);
    return parts(lists.getFirst(), problems, images::pixels);
  }

  private BadDataException noList(List<String> alike) {
    return BadDataException.in(
        place,
        "holds no '%s'%s; put it there, or correct 'labels' in the manifest"
            .formatted(labels, alike.isEmpty() ? "" : ", but '" + alike.getFirst() + "'"));
  }

  private Parts parts(ImageList list, Problems problems, Function<Item, @Nullable Pixels> store) {
    requireOneRule(list);
    Map<Use, List<Example>> uses = new EnumMap<>(Use.class);
    for (Use use : Use.values()) {
      uses.put(use, new ArrayList<>());
    }
    for (Item item : list.items()) {
      Pixels pixels = store.apply(item);
      if (pixels == null) {
        problems.add(item.line(), "no file %s".formatted(Problems.shown(item.path())));
      } else {
        uses.getOrDefault(item.use(), List.of())
            .add(new Example(item.path(), list.labels(item), pixels));
      }
    }
    problems.requireNone();
    return list.hasSplits()
        ? declared(list, uses)
        : rule.parts(uses.getOrDefault(Use.OPEN, List.of()), list.classes());
  }

  private void requireOneRule(ImageList list) {
    if (list.hasSplits() && !rule.isAbsent()) {
      throw new BadDataException(
          list.name()
              + ": has a column 'split', so trainPerClass and testFraction must not be in the manifest;"
              + " remove either");
    }
    if (!list.hasSplits() && rule.isAbsent()) {
      throw new BadDataException(
          list.name()
              + ": has no column 'split'; add it, or say trainPerClass or testFraction in the manifest");
    }
  }

  private static Parts declared(ImageList list, Map<Use, List<Example>> uses) {
    for (Use use : List.of(Use.TRAIN, Use.TEST)) {
      if (uses.getOrDefault(use, List.of()).isEmpty()) {
        throw new BadDataException(
            "%s: no row has the split '%s'"
                .formatted(list.name(), use == Use.TEST ? "test" : "train"));
      }
    }
    return Parts.of(
        list.classes(),
        uses.getOrDefault(Use.TRAIN, List.of()),
        uses.getOrDefault(Use.VALIDATION, List.of()),
        uses.getOrDefault(Use.TEST, List.of()),
        Flip.HORIZONTAL);
  }
}
