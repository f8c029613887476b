package io.transferstudy.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.work.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsCsvTest {
  private static final CellId CELL = new CellId("resnet-8", "glyphs", "fine-tuned", 7);

  private static String row(CellRow row) {
    var lines = ResultsCsv.of(List.of(row)).split("\n", 2);
    assertThat(lines[0])
        .isEqualTo(
            "model,dataset,setting,seed,state,score_kind,score,standard_error,low,high,n,seconds,reason");
    return lines[1];
  }

  @Test
  void a_finished_cell_has_its_score_in_full_precision() {
    // scipy.stats.binomtest(2, 3).proportion_ci(0.95, "wilson") = 0.20765960..., 0.93850805...
    assertThat(row(new CellRow(CELL, Phase.SUCCEEDED, Score.top1(2, 3), 2.5, null)))
        .matches(
            "resnet-8,glyphs,fine-tuned,7,Succeeded,top1,0.6666666666666666,0\\.27216552\\d+,"
                + "0\\.20765960\\d+,0\\.93850805\\d+,3,2\\.5,\n");
  }

  @Test
  void a_cell_that_has_not_finished_has_empty_score_fields() {
    assertThat(row(new CellRow(CELL, Phase.PENDING, null, null, null)))
        .isEqualTo("resnet-8,glyphs,fine-tuned,7,Pending,,,,,,,,\n");
  }

  @Test
  void reasons_are_quoted_where_they_need_it() {
    var failure = new Failure(Failure.Kind.BAD_DATA, "a.png: \"truncated\", replace it\nor not");
    assertThat(row(new CellRow(CELL, Phase.FAILED, null, null, failure)))
        .isEqualTo(
            "resnet-8,glyphs,fine-tuned,7,Failed,,,,,,,,"
                + "\"a.png: \"\"truncated\"\", replace it\nor not\"\n");
  }

  @Test
  void rows_stand_in_the_order_of_the_grid() {
    var sample = SampleReport.finished();
    var shuffled =
        new StudyReport(
            sample.name(),
            sample.generatedAt(),
            sample.cells().reversed(),
            sample.findings(),
            sample.conclusions(),
            sample.provenance());
    assertThat(shuffled.cells()).isEqualTo(sample.cells());
    assertThat(ResultsCsv.of(shuffled.cells()).lines()).hasSize(85);
    assertThat(ResultsCsv.of(shuffled.cells()).lines().skip(1).findFirst().orElseThrow())
        .startsWith("lenet,textures,fixed-features,1,Succeeded,top1,0.");
  }
}
