package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models by data sets of one setting, each entry a mean over seeds; may have gaps. */
public final class ScoreTable {
  private record Place(String model, String dataset) {}

  private final List<String> models;
  private final List<String> datasets;
  private final int seeds;
  private final Map<Place, SeedMean> means = new HashMap<>();

  private ScoreTable(Grid grid) {
    models = grid.models().stream().map(Model::name).toList();
    datasets = grid.datasets().stream().map(Dataset::name).toList();
    seeds = grid.seeds().size();
  }

  static ScoreTable of(Grid grid, String setting, List<ScoredCell> cells) {
    var table = new ScoreTable(grid);
    var byPlace = new HashMap<Place, List<ScoredCell>>();
    for (var cell : cells) {
      if (cell.setting().equals(setting)) {
        byPlace
            .computeIfAbsent(new Place(cell.model(), cell.dataset()), _ -> new ArrayList<>())
            .add(cell);
      }
    }
    byPlace.forEach(
        (place, scores) -> SeedMean.of(scores).ifPresent(m -> table.means.put(place, m)));
    return table;
  }

  /** Its rows, as listed in the study. */
  public List<String> models() {
    return models;
  }

  /** Its columns, as listed in the study. */
  public List<String> datasets() {
    return datasets;
  }

  /** The mean over the seeds that have finished, if any has. */
  public Optional<SeedMean> at(String model, String dataset) {
    return Optional.ofNullable(means.get(new Place(model, dataset)));
  }

  /** The mean over all seeds; empty while one is missing. */
  Optional<SeedMean> complete(String model, String dataset) {
    return at(model, dataset).filter(mean -> mean.seeds() == seeds);
  }

  /** The data sets on which a model lacks a seed or more. */
  List<String> missing(String model) {
    return datasets.stream().filter(d -> complete(model, d).isEmpty()).toList();
  }

  /** Log-odds of models (rows) on data sets (columns), all of them complete. */
  double[][] logOdds(List<String> rows, List<String> columns) {
    return rows.stream()
        .map(model ->
            columns.stream().mapToDouble(d -> complete(model, d).orElseThrow().logOdds()).toArray())
        .toArray(double[][]::new);
  }
}
