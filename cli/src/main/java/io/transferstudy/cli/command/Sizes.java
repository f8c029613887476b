package io.transferstudy.cli.command;

import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Study;

/** How large a study is, in words. */
final class Sizes {
  private Sizes() {}

  /** {@code 5 models x 3 data sets x 3 settings x 1 seed = 45 cells, 5 pretrainings}. */
  static String of(Study study) {
    var grid = study.grid();
    long pretrained =
        grid.models().stream()
            .filter(model -> model.source() instanceof ModelSource.Pretrained)
            .count();
    return String.join(
            " x ",
            Figures.count(grid.models().size(), "model"),
            Figures.count(grid.datasets().size(), "data set"),
            Figures.count(grid.settings().size(), "setting"),
            Figures.count(grid.seeds().size(), "seed"))
        + " = "
        + Figures.count(grid.cells().size(), "cell")
        + (pretrained == 0 ? "" : ", " + Figures.count(pretrained, "pretraining"));
  }
}
