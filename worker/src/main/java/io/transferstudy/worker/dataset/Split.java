package io.transferstudy.worker.dataset;

import static java.util.stream.Collectors.groupingBy;

import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Chance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Two parts of a list of examples, drawn class by class. Chance enters as a hash of seed and name:
 * an added file moves no other file of another class, and the order of a directory moves none.
 *
 * @param chosen the examples that were asked for
 * @param rest the others
 */
public record Split(List<Example> chosen, List<Example> rest) {

  /**
   * So many of each class, and the rest.
   *
   * @throws BadDataException if a class has no example left for the rest
   */
  public static Split perClass(
      List<Example> all, List<String> classes, int count, Pick pick, long seed) {
    if (ofSeveral(all)) {
      throw new BadDataException(
          "images of several classes cannot be picked class by class: say testFraction instead of"
              + " trainPerClass, or list them with a column 'split'");
    }
    Comparator<Example> order =
        switch (pick) {
          case FIRST -> Comparator.comparing(Example::name);
          case RANDOM -> byChance(seed, "train");
        };
    return byClass(
        all,
        classes,
        order,
        (name, size) -> {
          if (size <= count) {
            throw new BadDataException(
                "class '%s' has %d images: %d to train on and at least one to test are needed"
                    .formatted(name, size, count));
          }
          return count;
        });
  }

  /**
   * A fraction of each class to test, rounded, at least one, and never so many that fewer than two
   * are left to train and to choose by.
   *
   * @throws BadDataException if a class has fewer than three examples
   */
  static Split test(List<Example> all, List<String> classes, double fraction, long seed) {
    return byClass(
        all,
        classes,
        byChance(seed, "test"),
        (name, size) -> {
          if (size < 3) {
            throw new BadDataException(
                "class '%s' has %d images: at least 3 are needed, to train, to choose and to test"
                    .formatted(name, size));
          }
          return Math.clamp(Math.round(fraction * size), 1, size - 2);
        });
  }

  /**
   * A fraction of each class, rounded, at least one, and never all of them.
   *
   * @throws BadDataException if a class has fewer than two examples
   */
  public static Split holdOut(
      List<Example> train, List<String> classes, double fraction, long seed) {
    return byClass(
        train,
        classes,
        byChance(seed, "validation"),
        (name, size) -> {
          if (size < 2) {
            throw new BadDataException(
                "class '%s' has %d training images: at least 2 are needed, one of them for validation"
                    .formatted(name, size));
          }
          return Math.clamp(Math.round(fraction * size), 1, size - 1);
        });
  }

  private static Split byClass(
      List<Example> all, List<String> classes, Comparator<Example> order, CountOfClass counts) {
    if (ofSeveral(all)) { // no image belongs to one class, so the draw is from all together
      List<Example> group = all.stream().sorted(order).toList();
      int count = counts.count("any", group.size());
      return new Split(group.subList(0, count), group.subList(count, group.size()));
    }
    Map<Integer, List<Example>> groups =
        all.stream().collect(groupingBy(example -> example.labels().only()));
    var chosen = new ArrayList<Example>();
    var rest = new ArrayList<Example>();
    for (int label = 0; label < classes.size(); label++) {
      List<Example> group = groups.getOrDefault(label, List.of()).stream().sorted(order).toList();
      int count = counts.count(classes.get(label), group.size());
      chosen.addAll(group.subList(0, count));
      rest.addAll(group.subList(count, group.size()));
    }
    return new Split(chosen, rest);
  }

  private static boolean ofSeveral(List<Example> all) {
    return all.stream().anyMatch(example -> example.labels() instanceof Labels.Several);
  }

  private static Comparator<Example> byChance(long seed, String purpose) {
    return Comparator.comparingLong((Example e) -> Chance.hash(seed, purpose + "/" + e.name()))
        .thenComparing(Example::name);
  }

  private interface CountOfClass {
    int count(String name, int size);
  }
}
