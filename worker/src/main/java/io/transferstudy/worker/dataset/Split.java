package io.transferstudy.worker.dataset;

import static java.util.stream.Collectors.groupingBy;

import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Chance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

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
   * @throws BadDataException naming all classes that have no example left for the rest
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
        new Least(
            count + 1, "", "%d to train on and at least one to test are needed".formatted(count)),
        _ -> count);
  }

  /**
   * A fraction of each class to test, rounded, at least one, and never so many that fewer than two
   * are left to train and to choose by.
   *
   * @throws BadDataException naming all classes with fewer than three examples
   */
  static Split test(List<Example> all, List<String> classes, double fraction, long seed) {
    return byClass(
        all,
        classes,
        byChance(seed, "test"),
        new Least(3, "", "at least 3 are needed, to train, to choose and to test"),
        size -> Math.clamp(Math.round(fraction * size), 1, size - 2));
  }

  /**
   * A fraction of each class, rounded, at least one, and never all of them.
   *
   * @throws BadDataException naming all classes with fewer than two examples
   */
  public static Split holdOut(
      List<Example> train, List<String> classes, double fraction, long seed) {
    return byClass(
        train,
        classes,
        byChance(seed, "validation"),
        new Least(2, "training ", "at least 2 are needed, one of them for validation"),
        size -> Math.clamp(Math.round(fraction * size), 1, size - 1));
  }

  private static Split byClass(
      List<Example> all,
      List<String> classes,
      Comparator<Example> order,
      Least least,
      IntUnaryOperator count) {
    if (ofSeveral(all)) { // no image belongs to one class, so the draw is from all together
      least.require(List.of("any"), List.of(all));
      return draw(all, order, count);
    }
    Map<Integer, List<Example>> groups =
        all.stream().collect(groupingBy(example -> example.labels().only()));
    List<List<Example>> byLabel =
        IntStream.range(0, classes.size())
            .mapToObj(label -> groups.getOrDefault(label, List.of()))
            .toList();
    least.require(classes, byLabel);
    var chosen = new ArrayList<Example>();
    var rest = new ArrayList<Example>();
    for (List<Example> group : byLabel) {
      Split drawn = draw(group, order, count);
      chosen.addAll(drawn.chosen);
      rest.addAll(drawn.rest);
    }
    return new Split(chosen, rest);
  }

  private static Split draw(
      List<Example> group, Comparator<Example> order, IntUnaryOperator count) {
    List<Example> ordered = group.stream().sorted(order).toList();
    int chosen = count.applyAsInt(ordered.size());
    return new Split(ordered.subList(0, chosen), ordered.subList(chosen, ordered.size()));
  }

  private static boolean ofSeveral(List<Example> all) {
    return all.stream().anyMatch(example -> example.labels() instanceof Labels.Several);
  }

  private static Comparator<Example> byChance(long seed, String purpose) {
    return Comparator.comparingLong((Example e) -> Chance.hash(seed, purpose + "/" + e.name()))
        .thenComparing(Example::name);
  }

  /** How many images a class must have, and what for. */
  private record Least(int count, String kind, String why) {
    private static final int TOLD = 8;

    /** Of all classes at once: mending one after the other is no fun. */
    void require(List<String> classes, List<List<Example>> groups) {
      List<String> few =
          IntStream.range(0, classes.size())
              .filter(label -> groups.get(label).size() < count)
              .mapToObj(label -> said(classes.get(label), groups.get(label).size()))
              .toList();
      if (few.size() == 1) {
        throw new BadDataException(
            "class %s: %s; add some or leave the class out".formatted(few.getFirst(), why));
      }
      if (!few.isEmpty()) {
        throw new BadDataException(
            "%d classes have too few images: %s; %s; add some or leave these classes out"
                .formatted(few.size(), Problems.first(TOLD, few), why));
      }
    }

    private String said(String name, int size) {
      return "'%s' has %d %simage%s".formatted(name, size, kind, size == 1 ? "" : "s");
    }
  }
}
