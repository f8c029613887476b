package io.transferstudy.cli.command;

import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.work.WorkId;

/** How large a study is, in words. */
final class Sizes {
  private Sizes() {}

  /** {@code 5 models x 3 data sets x 3 settings x 1 seed = 45 cells, 5 pretrainings}. */
  static String of(Study study) {
    var grid = study.grid();
    return String.join(
            " x ",
            Figures.count(grid.models().size(), "model"),
            Figures.count(grid.datasets().size(), "data set"),
            Figures.count(grid.settings().size(), "setting"),
            Figures.count(grid.seeds().size(), "seed"))
        + " = "
        + Figures.count(grid.cells().size(), "cell")
        + and(study, WorkId.Prepare.class, "preparation")
        + and(study, WorkId.Gate.class, "weights check")
        + and(study, WorkId.Pretrain.class, "pretraining");
  }

  private static String and(Study study, Class<? extends WorkId> kind, String noun) {
    long count = Planner.work(study).stream().filter(kind::isInstance).count();
    return count == 0 ? "" : ", " + Figures.count(count, noun);
  }
}
