package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.work.Outcome.Success;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a study has found so far: the one value that status, terminal and report show.
 *
 * @param grid what it asks, in the order in which everything is listed
 * @param cells those that have finished
 * @param sources accuracy on the source task by model; a model without one is in no correlation
 * @param settings one entry a setting, as listed in the grid
 */
public record Findings(
    Grid grid,
    List<ScoredCell> cells,
    Map<String, SourceAccuracy> sources,
    List<SettingFindings> settings) {

  /**
   * Findings from finished cells.
   *
   * @param cells of the grid, each at most once
   * @param sources by model
   */
  public static Findings of(
      Grid grid, List<ScoredCell> cells, Map<String, SourceAccuracy> sources) {
    var settings =
        grid.settings().stream()
            .map(setting -> {
              var scores = ScoreTable.of(grid, setting.name(), cells);
              var leaderboard = Leaderboard.of(scores);
              return new SettingFindings(
                  setting, scores, leaderboard, Correlation.of(leaderboard, sources));
            })
            .toList();
    return new Findings(grid, List.copyOf(cells), Map.copyOf(sources), settings);
  }

  /**
   * Findings from a study's progress. A model that the study pretrained has the source accuracy
   * measured then, any other the one that the manifest gives.
   *
   * @param published source accuracies that are known better than from the manifest, by model
   */
  public static Findings of(Grid grid, Progress progress, Map<String, SourceAccuracy> published) {
    var sources = new LinkedHashMap<String, SourceAccuracy>();
    for (var model : grid.models()) {
      if (model.sourceAccuracy() instanceof Double given) {
        sources.put(model.name(), SourceAccuracy.given(given));
      }
      if (published.get(model.name()) instanceof SourceAccuracy known) {
        sources.put(model.name(), known);
      }
      if (model.source() instanceof ModelSource.Pretrained(var source, _, _)
          && progress.pretrained().get(model.name()) instanceof Success result) {
        var origin = new SourceAccuracy.Origin.Measured(result.total());
        sources.put(model.name(), new SourceAccuracy(source.name(), result.accuracy(), origin));
      }
    }
    return of(grid, progress.cells().stream().flatMap(Findings::scored).toList(), sources);
  }

  private static Stream<ScoredCell> scored(CellProgress cell) {
    return cell.result() instanceof Success result
        ? Stream.of(ScoredCell.of(cell.cell(), Score.of(result)))
        : Stream.empty();
  }

  /** How many cells the grid has. */
  public int total() {
    return grid.cells().size();
  }

  /** Whether every cell has a score. */
  public boolean complete() {
    return cells.size() == total();
  }
}
