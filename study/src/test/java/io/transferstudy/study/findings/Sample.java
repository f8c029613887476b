package io.transferstudy.study.findings;

import io.transferstudy.study.Studies;
import io.transferstudy.study.findings.SourceAccuracy.Origin;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** Findings from a rule that says each cell's accuracy, on 1,000 test images a data set. */
public final class Sample {
  static final int IMAGES = 1_000;

  private Sample() {}

  /** A grid with the three presets and one seed. */
  public static Grid grid(List<String> models, String... datasets) {
    return Studies.pretrained(1, models, datasets).grid();
  }

  static Grid withSettings(Grid grid, List<Setting> settings) {
    return new Grid(grid.models(), grid.datasets(), settings, grid.seeds());
  }

  static Grid withSeeds(Grid grid, Long... seeds) {
    return new Grid(grid.models(), grid.datasets(), grid.settings(), List.of(seeds));
  }

  /** The score of an accuracy, to the nearest image. */
  public static Score score(double accuracy) {
    return Score.top1(Math.round(accuracy * IMAGES), IMAGES);
  }

  static Findings findings(
      Grid grid, Map<String, Double> sources, Function<CellId, OptionalDouble> accuracy) {
    var cells =
        grid.cells().stream()
            .flatMap(cell -> {
              var value = accuracy.apply(cell);
              return value.isPresent()
                  ? Stream.of(ScoredCell.of(cell, score(value.getAsDouble())))
                  : Stream.empty();
            })
            .toList();
    var known = new HashMap<String, SourceAccuracy>();
    sources.forEach((model, value) ->
        known.put(model, new SourceAccuracy("shapes", value, new Origin.Measured(IMAGES))));
    return Findings.of(grid, cells, known);
  }
}
