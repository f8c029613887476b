package io.transferstudy.study.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds a place for a name beside each point of a plot such that names stay readable. */
final class LabelPlacement {
  private static final double[][] DIRECTIONS = {
    {1, 0}, {-1, 0}, {1, -0.8}, {-1, -0.8}, {1, 0.8}, {-1, 0.8}, {0, -1.4}, {0, 1.4}
  };
  private static final double[] DISTANCES = {8, 15, 24, 36, 50};
  private static final double LEADER = 12;
  private static final double POINT_RADIUS = 6;

  /** A rectangle, (left, top) to (right, bottom). */
  record Box(double left, double top, double right, double bottom) {
    private boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    private boolean contains(Box other) {
      return left <= other.left
          && other.right <= right
          && top <= other.top
          && other.bottom <= bottom;
    }
  }

  /** A point and its name's width. */
  record Mark(double x, double y, double width) {
    private Box dot() {
      return new Box(x - POINT_RADIUS, y - POINT_RADIUS, x + POINT_RADIUS, y + POINT_RADIUS);
    }
  }

  /** Where a name goes, and whether it is far enough away to need a line to its point. */
  record Label(Box box, boolean leader) {}

  private LabelPlacement() {}

  /**
   * One entry a mark, in order; empty where no place is free.
   *
   * @param frame that names stay within
   * @param height of a name
   */
  static List<Optional<Label>> of(List<Mark> marks, Box frame, double height) {
    var dots = marks.stream().map(Mark::dot).toList();
    var taken = new ArrayList<Box>();
    var labels = new ArrayList<Optional<Label>>();
    marks.forEach(_ -> labels.add(Optional.empty()));
    // Crowded points choose first: they have the fewest free places.
    IntStream.range(0, marks.size())
        .boxed()
        .sorted(Comparator.comparing(i -> -neighbours(marks, i)))
        .forEach(i -> {
          var label = free(marks.get(i), dots, taken, frame, height);
          label.ifPresent(l -> taken.add(l.box()));
          labels.set(i, label);
        });
    return labels;
  }

  private static long neighbours(List<Mark> marks, int i) {
    var mark = marks.get(i);
    return marks.stream()
        .filter(m -> Math.abs(m.x() - mark.x()) < 60 && Math.abs(m.y() - mark.y()) < 24)
        .count();
  }

  private static Optional<Label> free(
      Mark mark, List<Box> dots, List<Box> taken, Box frame, double height) {
    for (double distance : DISTANCES) {
      for (double[] direction : DIRECTIONS) {
        var box = box(mark, direction, distance, height);
        if (frame.contains(box)
            && dots.stream().noneMatch(box::overlaps)
            && taken.stream().noneMatch(box::overlaps)) {
          return Optional.of(new Label(box, distance > LEADER));
        }
      }
    }
    return Optional.empty();
  }

  private static Box box(Mark mark, double[] direction, double distance, double height) {
    double x = mark.x() + direction[0] * distance;
    double middle = mark.y() + direction[1] * distance;
    double left = direction[0] > 0 ? x : direction[0] < 0 ? x - mark.width() : x - mark.width() / 2;
    return new Box(left, middle - height / 2, left + mark.width(), middle + height / 2);
  }
}
