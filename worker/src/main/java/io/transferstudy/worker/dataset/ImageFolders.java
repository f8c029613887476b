package io.transferstudy.worker.dataset;

import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.worker.dataset.ImageList.Use;
import io.transferstudy.worker.image.BadDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Images whose folders say their classes, {@code <class>/<image>} where a rule says what is tested,
 * else {@code train/<class>/<image>}, {@code test/...} and perhaps {@code val/...}. None is left
 * out unseen: one that lies elsewhere is an error.
 *
 * @param place the folder, or an archive
 * @param rule none where folders say what is tested
 */
record ImageFolders(Path place, TestRule rule) implements OwnImages {

  static ImageFolders of(DatasetSource.ImageFolder source, Path dataRoot) {
    return new ImageFolders(
        dataRoot.resolve(source.path()),
        new TestRule(source.trainPerClass(), source.pick(), source.testFraction()));
  }

  @Override
  public Parts unpacked() {
    return parts(ImageTree.unpacked(place));
  }

  @Override
  public Parts packed(ImageStore store) {
    return parts(ImageTree.packed(place, store));
  }

  private Parts parts(ImageTree tree) {
    if (tree.images().isEmpty()) {
      throw BadDataException.in(
          place,
          "no images in there: expected one folder of images (.jpg, .png, .gif, .bmp) per class");
    }
    return rule.isAbsent()
        ? new SplitFolders(place, tree.within(2)).parts()
        : drawn(tree.within(1));
  }

  private Parts drawn(ImageTree tree) {
    List<String> classes = tree.foldersIn("");
    List<String> elsewhere = tree.notAt(1);
    if (!elsewhere.isEmpty()) {
      boolean split =
          classes.stream().map(Use::of).toList().containsAll(List.of(Use.TRAIN, Use.TEST));
      throw BadDataException.in(
          place,
          misplaced(elsewhere, "<class>/<image>")
              + (split
                  ? "; as there are folders train and test: remove trainPerClass and testFraction"
                      + " from the manifest"
                  : ""));
    }
    return rule.parts(examples(tree, "", "", classes), classes);
  }

  /** What is wrong with images that lie at other places than they should. */
  static String misplaced(List<String> paths, String form) {
    return String.format(
        Locale.ROOT,
        "%,d %s not lie at %s: %s; move or remove %s",
        paths.size(),
        paths.size() == 1 ? "image does" : "images do",
        form,
        Problems.first(3, paths.stream().map(Problems::shown).toList()),
        paths.size() == 1 ? "it" : "them");
  }

  /**
   * The images of classes, class by class, in order of their names.
   *
   * @param folder that the class folders lie in, with {@code /}; empty at the top
   * @param prefix of the examples' names
   */
  static List<Example> examples(
      ImageTree tree, String folder, String prefix, List<String> classes) {
    var examples = new ArrayList<Example>();
    for (int label = 0; label < classes.size(); label++) {
      var labels = Labels.of(label);
      tree.imagesBelow(folder + classes.get(label) + "/")
          .forEach((path, pixels) -> {
            String name = path.substring(folder.length());
            examples.add(new Example(prefix.isEmpty() ? name : prefix + name, labels, pixels));
          });
    }
    return examples;
  }
}
