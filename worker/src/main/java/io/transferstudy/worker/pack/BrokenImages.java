package io.transferstudy.worker.pack;

import io.transferstudy.worker.image.BadDataException;
import java.util.ArrayList;
import java.util.List;

/** Images that cannot be used: all are counted, the first are named. */
final class BrokenImages {
  private static final int NAMED = 5;

  private final List<String> problems = new ArrayList<>();
  private int count;

  void add(String problem) {
    count++;
    if (problems.size() < NAMED) {
      problems.add(problem);
    }
  }

  /**
   * @param images that were looked at, broken ones included
   * @throws BadDataException if there are any
   */
  void requireNone(int images) {
    if (count > 0) {
      throw new BadDataException(
          "%,d of %,d images cannot be used; mend or remove them: %s%s"
              .formatted(
                  count,
                  images,
                  String.join("; ", problems),
                  count > problems.size() ? "; and others" : ""));
    }
  }
}
