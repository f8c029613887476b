package io.transferstudy.worker.pack;

import io.transferstudy.study.grid.Skipping;
import io.transferstudy.worker.image.BadDataException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Images that cannot be used: all are counted, the first are named. */
final class BrokenImages {
  private static final int TOLD = 5;
  private static final int NAMED = 1_000;

  private final @Nullable Skipping skipping;
  private final List<String> problems = new ArrayList<>();
  private final BitSet numbers = new BitSet();

  /**
   * @param skipping null if none may be left out
   */
  BrokenImages(@Nullable Skipping skipping) {
    this.skipping = skipping;
  }

  void add(int number, String problem) {
    numbers.set(number);
    if (problems.size() < NAMED) {
      problems.add(problem);
    }
  }

  boolean contains(int number) {
    return numbers.get(number);
  }

  int count() {
    return numbers.cardinality();
  }

  /** What is wrong with the first of them. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Looks whether to go on, while more images may come.
   *
   * @param images that were looked at, broken ones included
   * @throws BadDataException if none may be left out and there are any
   */
  void requireBearable(int images) {
    if (skipping == null) {
      requireFew(images);
    }
  }

  /**
   * The same when all have come.
   *
   * @throws BadDataException if there are more than may be left out
   */
  void requireFew(int images) {
    int allowed = skipping == null ? 0 : skipping.allowed(images);
    if (count() > allowed) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%,d of %,d images cannot be used%s; mend or remove them: %s%s",
              count(),
              images,
              skipping == null
                  ? ""
                  : String.format(Locale.ROOT, ", and %,d may be skipped (maxBadImages)", allowed),
              String.join("; ", problems.subList(0, Math.min(TOLD, problems.size()))),
              count() > TOLD ? "; and others" : ""));
    }
  }
}
