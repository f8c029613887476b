package io.transferstudy.cli.local;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Study;

/** An edit of a manifest. */
final class LargerDataset {
  private LargerDataset() {}

  /** The study with more training images in one of its data sets. */
  static Study of(Study study, String name) {
    var grid = study.grid();
    var datasets =
        grid.datasets().stream().map(d -> d.name().equals(name) ? larger(d) : d).toList();
    return new Study(
        study.name(),
        new Grid(grid.models(), datasets, grid.settings(), grid.seeds()),
        study.limits());
  }

  private static Dataset larger(Dataset d) {
    var old = (DatasetSource.Procedural) d.source();
    return new Dataset(
        d.name(),
        new DatasetSource.Procedural(old.task(), old.train() + 1, old.test(), old.seed()),
        d.resize(),
        d.validationFraction(),
        d.maxClasses());
  }
}
