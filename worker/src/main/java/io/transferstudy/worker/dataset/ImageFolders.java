package io.transferstudy.worker.dataset;

import io.transferstudy.worker.format.ClassFolders;
import io.transferstudy.worker.format.ClassFolders.ClassFolder;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Data sets of image files in class folders. */
final class ImageFolders {
  private ImageFolders() {}

  /** One folder, split by rule. */
  static Parts one(Path folder, TestRule rule) {
    List<ClassFolder> folders = ClassFolders.read(folder);
    List<String> classes = folders.stream().map(ClassFolder::name).toList();
    return rule.parts(examples("", folders, classes, folder), classes);
  }

  /** Folders {@code train} and {@code test}, with {@code val} if there is one. */
  static Parts three(Path folder) {
    ClassFolders.requireFolder(folder);
    Path train = folder.resolve("train");
    List<ClassFolder> folders = ClassFolders.read(train);
    List<String> classes = folders.stream().map(ClassFolder::name).toList();
    Path validation = folder.resolve("val");
    return Parts.of(
        classes,
        examples("train/", folders, classes, train),
        Files.isDirectory(validation) ? part(validation, "val/", classes) : List.of(),
        part(folder.resolve("test"), "test/", classes),
        Flip.HORIZONTAL);
  }

  private static List<Example> part(Path folder, String prefix, List<String> classes) {
    return examples(prefix, ClassFolders.read(folder), classes, folder);
  }

  private static List<Example> examples(
      String prefix, List<ClassFolder> folders, List<String> classes, Path parent) {
    var examples = new ArrayList<Example>();
    for (ClassFolder folder : folders) {
      int label = classes.indexOf(folder.name());
      if (label < 0) {
        throw BadDataException.in(
            parent.resolve(folder.name()), "no class of this name in the train folder");
      }
      Path parentOfFiles = parent.resolve(folder.name());
      for (Path file : folder.files()) {
        String name = prefix + folder.name() + "/" + file.getFileName();
        String fileName = file.getFileName().toString();
        examples.add(new Example(name, label, new Pixels.Encoded(parentOfFiles, fileName)));
      }
    }
    return examples;
  }
}
