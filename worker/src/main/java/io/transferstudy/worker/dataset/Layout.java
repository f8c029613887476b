package io.transferstudy.worker.dataset;

import io.transferstudy.worker.format.CifarBinary;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the official archives of a data set are laid out. Files may come in any order: what each is
 * follows from its path alone, and what it all means is said when every file was seen.
 */
public interface Layout {

  /** What a file is. */
  Role role(String path);

  /** Names of the tables and files of records without which nothing can be said. */
  List<String> required();

  /**
   * The images that are of use, asked once all that is {@link #required} was seen, so that others
   * that come later need not be kept; empty if all are.
   *
   * @throws io.transferstudy.worker.image.BadDataException as {@link #parts} does
   */
  default Optional<Set<String>> wanted(Found found) {
    return Optional.empty();
  }

  /**
   * Classes and splits.
   *
   * @throws io.transferstudy.worker.image.BadDataException if what was found contradicts itself
   */
  Parts parts(Found found);

  /** What a file is. */
  sealed interface Role {

    /** An image of that name, else a table of that name, else nothing of interest. */
    static Role of(Optional<String> image, Optional<String> table) {
      return image.<Role>map(Image::new).or(() -> table.map(Table::new)).orElseGet(Other::new);
    }

    /**
     * An encoded image.
     *
     * @param name of the example
     */
    record Image(String name) implements Role {}

    /**
     * A list, read as a whole.
     *
     * @param name by which it is asked for
     */
    record Table(String name) implements Role {}

    /**
     * Labels and pixels.
     *
     * @param name by which it is asked for, and that the names of its examples begin with
     */
    record Records(String name, CifarBinary format, int classes) implements Role {}

    /** Nothing of interest. */
    record Other() implements Role {}
  }
}
