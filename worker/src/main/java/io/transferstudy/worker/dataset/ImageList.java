package io.transferstudy.worker.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a CSV file says of images. An image has one row, so that two that contradict each other are
 * found.
 *
 * @param name of the file, for messages
 * @param hasSplits whether it says what each image is for
 * @param classes in order of their names
 * @param items in order of their paths, whatever the order of the rows
 * @param labels of each text of the column
 */
record ImageList(
    String name,
    boolean hasSplits,
    List<String> classes,
    List<Item> items,
    Map<String, Labels> labels) {

  /**
   * A row.
   *
   * @param line where it begins
   * @param path relative to the file's folder, without {@code .} and {@code ..}
   * @param text of the label
   * @param use what the image is for
   */
  record Item(int line, String path, String text, Use use) {}

  /** What an image is for. */
  enum Use {
    TRAIN,
    VALIDATION,
    TEST,
    /** Not said. */
    OPEN;

    /** As people write it; {@link #OPEN} if it is none of them. */
    static Use of(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "train" -> TRAIN;
        case "val", "valid", "validation" -> VALIDATION;
        case "test" -> TEST;
        default -> OPEN;
      };
    }
  }

  /**
   * Reads all of it.
   *
   * @param name of the file, for messages
   * @param problems where to tell what is wrong in which lines, which are left out
   * @throws io.transferstudy.worker.image.BadDataException if nothing is left
   */
  static ImageList read(String name, InputStream content, Problems problems) throws IOException {
    return new ImageListReader(name, problems).read(content);
  }

  /** The classes of an image. */
  Labels labels(Item item) {
    Labels of = labels.get(item.text());
    if (of == null) {
      throw new IllegalArgumentException("not of this list: " + item);
    }
    return of;
  }
}
