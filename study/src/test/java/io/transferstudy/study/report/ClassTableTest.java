package io.transferstudy.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.report.ClassScores.OfClass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassTableTest {
  private static final CellId CELL = new CellId("resnet-8", "glyphs", "fine-tuned", 1);

  private static ClassScores scores(List<OfClass> classes) {
    return new ClassScores(CELL, Score.top1(3, 4), "results/k/per-class.csv", classes);
  }

  @Test
  void the_worst_come_first_and_what_no_image_shows_is_left_out() {
    var scores =
        scores(
            List.of(
                new OfClass("a", 4, 0.75),
                new OfClass("b", 0, null),
                new OfClass("c", 4, 0.5),
                new OfClass("d", 9, 0.5)));
    assertThat(scores.hardest(3)).extracting(OfClass::name).containsExactly("d", "c", "a");
  }

  @Test
  void the_table_is_bounded_and_names_are_text() {
    var classes = new ArrayList<OfClass>();
    for (int i = 0; i < 1_000; i++) {
      classes.add(new OfClass("<b>" + i + "x".repeat(100), 5, i / 1_000.0));
    }
    String html = HtmlReport.render(SampleReport.finished(), List.of(scores(classes)));
    assertThat(html)
        .contains("Hardest classes", "all 1000: results/k/per-class.csv", "&lt;b&gt;9x", "…")
        .doesNotContain("<b>9x", "&lt;b&gt;10x");
    assertThat(HtmlReport.render(SampleReport.finished())).doesNotContain("Hardest classes");
  }
}
