package io.transferstudy.study.report;

import io.transferstudy.study.findings.Figures;
import java.util.List;
import java.util.stream.Collectors;

/** The classes that are hardest for the best cell of each data set. */
final class ClassTable {
  private static final int MOST = 10;
  private static final int LONGEST_NAME = 60;

  private ClassTable() {}

  /** One table a data set; empty if nothing is known of classes. */
  static String of(List<ClassScores> scores) {
    if (scores.isEmpty()) {
      return "";
    }
    return scores.stream()
        .map(ClassTable::dataset)
        .collect(
            Collectors.joining(
                "",
                "<section>\n<h2>Hardest classes</h2>\n<p class=\"quiet\">Of the cell with the highest"
                    + " score of each data set: the %d classes that did worst on test images. With few"
                        .formatted(MOST)
                    + " images a class may stand here by chance.</p>\n<div class=\"grids\">\n",
                "</div>\n</section>\n"));
  }

  private static String dataset(ClassScores scores) {
    return """
    <div><h3>%s</h3>
    <p class="quiet">%s, %s, %s %s&nbsp;%%; all %d: %s</p>
    <table class="grid">
    <thead><tr><th scope="col">class</th><th scope="col">test images</th><th scope="col">%s</th></tr></thead>
    <tbody>
    %s</tbody>
    </table></div>
    """
        .formatted(
            Html.text(scores.cell().dataset()),
            Html.text(scores.cell().model()),
            Html.text(scores.cell().setting()),
            scores.score().metric().label(),
            Figures.percent(scores.score().value()),
            scores.classes().size(),
            Html.text(scores.file()),
            switch (scores.score().metric()) {
              case TOP_1, MEAN_PER_CLASS -> "right, %";
              case ELEVEN_POINT_MAP -> "average precision, %";
            },
            scores.hardest(MOST).stream().map(ClassTable::row).collect(Collectors.joining()));
  }

  private static String row(ClassScores.OfClass each) {
    String name =
        each.name().length() <= LONGEST_NAME
            ? each.name()
            : each.name().substring(0, LONGEST_NAME - 1) + "…";
    Double score = each.score();
    return "<tr><th scope=\"row\">%s</th><td>%d</td><td>%s</td></tr>\n"
        .formatted(Html.text(name), each.images(), score == null ? "" : Figures.percent(score));
  }
}
