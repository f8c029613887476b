package io.transferstudy.study.findings;

import io.transferstudy.study.grid.CellId;

/** A finished cell and its score. */
public record ScoredCell(String model, String dataset, String setting, long seed, Score score) {
  /** The cell of that identity. */
  public static ScoredCell of(CellId cell, Score score) {
    return new ScoredCell(cell.model(), cell.dataset(), cell.setting(), cell.seed(), score);
  }
}
