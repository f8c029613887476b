package io.transferstudy.bench.chaos;

import java.time.Duration;

/**
 * A study that the schedule creates.
 *
 * @param number from 1, in the order of creation
 * @param shape its grid at first
 * @param parallelism workers at once
 * @param podDuration how long each of its pods runs
 */
record PlannedStudy(int number, Shape shape, int parallelism, Duration podDuration) {
  /** Name of a study by its number. */
  static String name(int number) {
    return "study-" + number;
  }

  String name() {
    return name(number);
  }

  @Override
  public String toString() {
    return "%s: %s, %d at once, pods of %d ms"
        .formatted(name(), shape, parallelism, podDuration.toMillis());
  }
}
