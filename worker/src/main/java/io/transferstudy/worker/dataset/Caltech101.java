package io.transferstudy.worker.dataset;

import io.transferstudy.study.grid.DatasetSource.Pick;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Caltech-101 (Fei-Fei et al. 2004): 102 folders, the background class kept, as Kornblith et al.
 * 2019 count it. There is no official split: 30 random images of each class to train on, the rest
 * to test.
 */
final class Caltech101 {
  static final CatalogueEntry ENTRY = new CatalogueEntry("caltech-101", 102, Caltech101::read);

  private static final String FOLDER = "101_ObjectCategories";
  private static final int TRAIN_PER_CLASS = 30;

  private Caltech101() {}

  private static Parts read(Path folder, long seed) {
    Path inner = folder.resolve(FOLDER);
    return ImageFolders.one(
        Files.isDirectory(inner) ? inner : folder, TRAIN_PER_CLASS, Pick.RANDOM, seed);
  }
}
