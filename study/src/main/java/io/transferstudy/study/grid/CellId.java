package io.transferstudy.study.grid;

/** A cell of the grid by its names: one model, one data set, one setting, one seed. */
public record CellId(String model, String dataset, String setting, long seed) {
  @Override
  public String toString() {
    return model + "/" + dataset + "/" + setting + "/" + seed;
  }
}
