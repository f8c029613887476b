package io.transferstudy.worker.dataset;

import io.transferstudy.worker.dataset.ImageList.Use;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Class folders in folders that say what their images are for.
 *
 * @param place where they lie, for messages
 * @param tree the folders
 */
record SplitFolders(Path place, ImageTree tree) {
  private static final String FORM = "train/<class>/<image>, test/... or val/...";

  /**
   * The parts.
   *
   * @throws BadDataException naming everything that is wrong
   */
  Parts parts() {
    var problems = new ArrayList<String>();
    Map<Use, String> folders = folders(problems);
    String train = folders.get(Use.TRAIN);
    if (train == null) {
      throw BadDataException.in(
          place,
          "no images in a folder 'train'; put folders train and test around the class folders, or"
              + " say testFraction or trainPerClass in the manifest");
    }
    if (!folders.containsKey(Use.TEST)) {
      problems.add("no images in a folder 'test'");
    }
    List<String> elsewhere =
        tree.notAt(2).stream()
            .filter(path -> !path.contains("/") || folders.containsValue(top(path)))
            .toList();
    if (!elsewhere.isEmpty()) {
      problems.add(ImageFolders.misplaced(elsewhere, FORM));
    }
    List<String> classes = tree.foldersIn(train);
    folders.values().forEach(folder -> strangers(folder, classes, problems));
    if (!problems.isEmpty()) {
      throw BadDataException.in(place, String.join("; ", problems));
    }
    return Parts.of(
        classes,
        examples(folders, Use.TRAIN, "train/", classes),
        examples(folders, Use.VALIDATION, "val/", classes),
        examples(folders, Use.TEST, "test/", classes),
        Flip.HORIZONTAL);
  }

  private static String top(String path) {
    return path.substring(0, path.indexOf('/') + 1);
  }

  /** The folder of each use, with {@code /}. */
  private Map<Use, String> folders(List<String> problems) {
    var folders = new EnumMap<Use, String>(Use.class);
    for (String name : tree.foldersIn("")) {
      String folder = name + "/";
      Use use = Use.of(name);
      if (tree.imagesBelow(folder).isEmpty()) {
        continue;
      }
      if (use == Use.OPEN) {
        problems.add("folder %s is none of train, val, test".formatted(Problems.shown(name)));
      } else if (folders.putIfAbsent(use, folder) != null) {
        problems.add("folder %s is a second one for the same".formatted(Problems.shown(name)));
      }
    }
    return folders;
  }

  private void strangers(String folder, List<String> classes, List<String> problems) {
    for (String name : tree.foldersIn(folder)) {
      if (!classes.contains(name) && !tree.imagesBelow(folder + name + "/").isEmpty()) {
        problems.add(
            "%s: no class of this name in the train folder"
                .formatted(Problems.shown(folder + name)));
      }
    }
  }

  private List<Example> examples(
      Map<Use, String> folders, Use use, String prefix, List<String> classes) {
    String folder = folders.get(use);
    return folder == null ? List.of() : ImageFolders.examples(tree, folder, prefix, classes);
  }
}
