package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of a data set that says by lists which image is for what. */
public final class Listing {
  /** What a part is called in messages. */
  static final String TRAINING = "training";

  /** Likewise. */
  static final String VALIDATION = "validation";

  /** Likewise. */
  static final String TEST = "test";

  private final Found found;
  private final Set<String> listed = new HashSet<>();
  private final List<Missing> missing = new ArrayList<>();

  public Listing(Found found) {
    this.found = found;
  }

  /**
   * An image in a list.
   *
   * @param name of the example
   */
  public record Item(String name, Labels labels) {}

  /**
   * The data set of these lists; those of their images that were found.
   *
   * @param validation empty if it has no such list
   * @throws BadDataException if an image is listed twice
   */
  public Parts parts(
      List<String> classes, List<Item> train, List<Item> validation, List<Item> test) {
    return parts(classes, train, validation, test, Map.of());
  }

  /**
   * The same.
   *
   * @param md5 published digests of contents by name of the example
   */
  public Parts parts(
      List<String> classes,
      List<Item> train,
      List<Item> validation,
      List<Item> test,
      Map<String, String> md5) {
    return new Parts(
        classes,
        part(TRAINING, train),
        part(VALIDATION, validation),
        part(TEST, test),
        Flip.HORIZONTAL,
        List.copyOf(missing),
        md5);
  }

  private List<Example> part(String part, List<Item> items) {
    var examples = new ArrayList<Example>();
    String firstAbsent = "";
    for (Item item : items) {
      if (!listed.add(item.name())) {
        throw new BadDataException(
            "%s is listed twice; these are not the official lists".formatted(item.name()));
      }
      Pixels pixels = found.images().get(item.name());
      if (pixels != null) {
        examples.add(new Example(item.name(), item.labels(), pixels));
      } else if (firstAbsent.isEmpty()) {
        firstAbsent = item.name();
      }
    }
    int absent = items.size() - examples.size();
    if (absent > 0) {
      missing.add(new Missing(part, items.size(), absent, firstAbsent));
    }
    return examples;
  }
}
