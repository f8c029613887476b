package io.transferstudy.worker.check;

import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.Parts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many images each class has.
 *
 * @param classes names by label
 * @param learnt images to train on and to choose by
 * @param tested images to score
 */
record ClassSizes(List<String> classes, int[] learnt, int[] tested) {
  private static final int FEW = 5;
  private static final int UNEVEN = 10;

  static ClassSizes of(Parts parts) {
    int classes = parts.classes().size();
    var sizes = new ClassSizes(parts.classes(), new int[classes], new int[classes]);
    parts.train().forEach(example -> count(example, sizes.learnt));
    parts.validation().forEach(example -> count(example, sizes.learnt));
    parts.test().forEach(example -> count(example, sizes.tested));
    return sizes;
  }

  private static void count(Example example, int[] sizes) {
    switch (example.labels()) {
      case Labels.One(int only) -> sizes[only]++;
      case Labels.Several(var present, _) -> present.forEach(label -> sizes[label]++);
    }
  }

  /** Classes that are hardly learnt. */
  Optional<Finding> few() {
    List<String> few =
        IntStream.range(0, learnt.length)
            .filter(label -> learnt[label] < FEW)
            .boxed()
            .sorted(Comparator.comparingInt((Integer label) -> learnt[label]))
            .map(label -> "%s (%d)".formatted(classes.get(label), learnt[label]))
            .toList();
    return finding(
        few,
        "%,d of %,d classes "
            + (few.size() == 1 ? "has" : "have")
            + " fewer than "
            + FEW
            + " images to train on; add some or leave "
            + (few.size() == 1 ? "it" : "them")
            + " out: %s");
  }

  /** Classes of which nothing is scored. */
  Optional<Finding> untested() {
    List<String> untested =
        IntStream.range(0, tested.length)
            .filter(label -> tested[label] == 0)
            .mapToObj(classes::get)
            .toList();
    return finding(
        untested,
        "%,d of %,d classes "
            + (untested.size() == 1 ? "has" : "have")
            + " no test image, so that no score tells of "
            + (untested.size() == 1 ? "it" : "them")
            + ": %s");
  }

  private Optional<Finding> finding(List<String> found, String summary) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var items = found.stream().limit(Finding.MOST_ITEMS).toList();
    String text =
        String.format(
            Locale.ROOT, summary, found.size(), classes.size(), Finding.some(items, found.size()));
    return Optional.of(new Finding(text, items));
  }

  /** Whether a score over all images says little of small classes. */
  Optional<Finding> uneven() {
    int largest = 0;
    int smallest = 0;
    for (int label = 1; label < learnt.length; label++) {
      largest = learnt[label] > learnt[largest] ? label : largest;
      smallest = learnt[label] < learnt[smallest] ? label : smallest;
    }
    if (learnt.length < 2 || (long) learnt[largest] <= (long) UNEVEN * learnt[smallest]) {
      return Optional.empty();
    }
    var items = new ArrayList<String>();
    for (int label : new int[] {largest, smallest}) {
      items.add("%s (%d)".formatted(classes.get(label), learnt[label]));
    }
    return Optional.of(
        new Finding(
            "the largest class has more than %d times the images of the smallest; the"
                    .formatted(UNEVEN)
                + " metric MeanPerClass tells more here than top-1: "
                + String.join(", ", items),
            items));
  }
}
