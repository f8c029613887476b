package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Flip;
import java.util.List;

/**
 * What a source gives: its images, with the test set apart.
 *
 * @param classes names by label
 * @param train images to train on
 * @param validation the source's own; empty if it has none
 * @param test images to score
 * @param flip the mirror images that keep a class
 */
record Parts(
    List<String> classes,
    List<Example> train,
    List<Example> validation,
    List<Example> test,
    Flip flip) {

  /** Only the first so many classes. */
  Parts first(int count) {
    return new Parts(
        classes.subList(0, Math.min(count, classes.size())),
        first(train, count),
        first(validation, count),
        first(test, count),
        flip);
  }

  private static List<Example> first(List<Example> examples, int count) {
    return examples.stream().filter(e -> e.label() < count).toList();
  }
}
