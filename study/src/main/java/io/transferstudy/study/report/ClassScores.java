package io.transferstudy.study.report;

import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.CellId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the classes of a data set did in the cell that has its highest score.
 *
 * @param score of the cell
 * @param file with all of them, as people find it
 * @param classes in the order of the file
 */
public record ClassScores(CellId cell, Score score, String file, List<OfClass> classes) {
  public ClassScores {
    classes = List.copyOf(classes);
  }

  /**
   * One class.
   *
   * @param images test images that show it
   * @param score their share that is right, or the average precision; null if there are none
   */
  public record OfClass(String name, int images, @Nullable Double score) {}

  /** The classes that did worst, worst first; of equal ones those with more images first. */
  List<OfClass> hardest(int most) {
    return classes.stream()
        .filter(each -> each.score() != null)
        .sorted(
            Comparator.comparing(OfClass::score, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(each -> -each.images()))
        .limit(most)
        .toList();
  }
}
