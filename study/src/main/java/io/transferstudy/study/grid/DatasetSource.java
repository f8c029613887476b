package io.transferstudy.study.grid;

import org.jspecify.annotations.Nullable;

/** Where a data set's images and labels come from. */
public sealed interface DatasetSource {

  /**
   * A data set of the catalogue, in its official archives or unpacked from them.
   *
   * @param entry the catalogue's name, such as {@code caltech-101}
   * @param path its folder or archive, relative to the data folder
   * @param subset true if only some of its images are meant to lie there; null for false, so that
   *     what was written before there was this reads and digests as it did
   */
  record Catalogue(String entry, String path, @Nullable Boolean subset) implements DatasetSource {
    /** All of it. */
    public Catalogue(String entry, String path) {
      this(entry, path, null);
    }

    /** Whether images may be missing. */
    public boolean mayBeIncomplete() {
      return Boolean.TRUE.equals(subset);
    }
  }

  /**
   * Folders of images: one folder per class, or {@code train}, {@code val} and {@code test} folders
   * that each hold one folder per class.
   *
   * @param path relative to the data folder
   * @param trainPerClass images of each class to train on, the rest being the test set; null if the
   *     folder has {@code train} and {@code test} folders, or {@code testFraction} is set
   * @param pick which images of a class are the training ones
   * @param testFraction of each class, drawn by a hash of seed and name; null as with {@code
   *     trainPerClass}
   */
  record ImageFolder(
      String path, @Nullable Integer trainPerClass, Pick pick, @Nullable Double testFraction)
      implements DatasetSource {
    /** Without a fraction. */
    public ImageFolder(String path, @Nullable Integer trainPerClass, Pick pick) {
      this(path, trainPerClass, pick, null);
    }
  }

  /**
   * Images that a CSV file lists, with their labels and perhaps their splits.
   *
   * @param path of a folder or archive, relative to the data folder
   * @param labels the CSV file, relative to {@code path}; what it lists is relative to its folder
   * @param trainPerClass as of {@link ImageFolder}; null if the file says what each image is for
   * @param pick likewise
   * @param testFraction likewise
   */
  record Listed(
      String path,
      String labels,
      @Nullable Integer trainPerClass,
      Pick pick,
      @Nullable Double testFraction)
      implements DatasetSource {}

  /**
   * Images that are drawn by the worker from a seed: nothing to download.
   *
   * @param task the kind of task, such as {@code textures}
   * @param train number of training images
   * @param test number of test images
   * @param seed of the drawing
   */
  record Procedural(String task, int train, int test, long seed) implements DatasetSource {}

  /** Which images of a class become training images. */
  enum Pick {
    /** The first by file name. */
    FIRST,
    /** Drawn by a hash of seed and name: independent of the order of a directory. */
    RANDOM
  }
}
