package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.findings.SourceAccuracy.Origin;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.work.Outcome.Success;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static Success success(int correct) {
    return new Success("0".repeat(64), correct, 100, null, null, 2.5, "cpu", false, "a", null);
  }

  private static Grid grid() {
    var grid = Sample.grid(List.of("drawn"), "x");
    var weights = new ModelSource.WeightsFile("w.safetensors", null);
    return new Grid(
        List.of(
            grid.models().getFirst(),
            new Model("given", "resnet-8", 1, 24, weights, 0.7),
            new Model("published", "resnet-8", 1, 24, weights, 0.8),
            new Model("unknown", "resnet-8", 1, 24, weights, null)),
        grid.datasets(),
        grid.settings(),
        grid.seeds());
  }

  @Test
  void progress_becomes_scores_and_source_accuracies() {
    var done = new CellId("drawn", "x", "fixed-features", 1);
    var failed = new CellId("given", "x", "fixed-features", 1);
    var progress =
        new Progress(
            List.of(
                new CellProgress(done, Phase.SUCCEEDED, 1, success(60), null),
                new CellProgress(failed, Phase.FAILED, 3, null, null)),
            Map.of("drawn", success(55)));
    var imagenet = new SourceAccuracy("ImageNet", 0.81, new Origin.Published("its paper"));

    var findings = Findings.of(grid(), progress, Map.of("published", imagenet));

    assertThat(findings.cells()).containsExactly(ScoredCell.of(done, Score.top1(60, 100)));
    assertThat(findings.total()).isEqualTo(12);
    assertThat(findings.complete()).isFalse();
    assertThat(findings.sources())
        .containsOnly(
            Map.entry("drawn", new SourceAccuracy("shapes", 0.55, new Origin.Measured(100))),
            Map.entry("given", SourceAccuracy.given(0.7)),
            Map.entry("published", imagenet));
    assertThat(findings.settings().getFirst().leaderboard().ranked())
        .extracting(Leaderboard.Ranked::model)
        .containsExactly("drawn");
  }
}
