package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.BadDataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parts of a data set that says by lists which image is for what. */
public final class Listing {
  /** What a part is called in messages. */
  public static final String TRAINING = "training";

  /** Likewise. */
  public static final String VALIDATION = "validation";

  /** Likewise. */
  public static final String TEST = "test";

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
   * Those of the listed images that were found.
   *
   * @throws BadDataException if an image is listed twice, here or for another part
   */
  public List<Example> part(String part, List<Item> items) {
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

  /** What was not found so far. */
  public List<Missing> missing() {
    return List.copyOf(missing);
  }
}
