package io.transferstudy.worker.dataset;

import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.worker.image.Flip;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How images that come without splits become training and test images. Names decide and a seed that
 * is the same for everybody, never the order of files or rows.
 *
 * @param trainPerClass images of each class to train on, the rest being the test set; or null
 * @param pick which ones
 * @param testFraction of each class; or null
 */
record TestRule(@Nullable Integer trainPerClass, Pick pick, @Nullable Double testFraction) {
  private static final long SEED = 1;

  /** Whether there is none, because the images come with splits. */
  boolean isAbsent() {
    return trainPerClass == null && testFraction == null;
  }

  /**
   * The parts.
   *
   * @throws io.transferstudy.worker.image.BadDataException if a class has too few images
   */
  Parts parts(List<Example> all, List<String> classes) {
    if (trainPerClass != null) {
      Split split = Split.perClass(all, classes, trainPerClass, pick, SEED);
      return Parts.of(classes, split.chosen(), List.of(), split.rest(), Flip.HORIZONTAL);
    }
    if (testFraction != null) {
      Split split = Split.test(all, classes, testFraction, SEED);
      return Parts.of(classes, split.rest(), List.of(), split.chosen(), Flip.HORIZONTAL);
    }
    throw new IllegalStateException("no rule");
  }
}
