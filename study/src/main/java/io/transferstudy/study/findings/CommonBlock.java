package io.transferstudy.study.findings;

import java.util.Comparator;
import java.util.List;

/**
 * Models and the data sets on which every one of them has finished: only there can their means be
 * compared.
 */
record CommonBlock(List<String> models, List<String> datasets) {
  /**
   * The largest block, by models x data sets, that appears when data sets are added in the order of
   * how many models have finished them; of equal ones that with more models. Empty lists while
   * nothing has finished.
   */
  static CommonBlock of(ScoreTable table) {
    var byFinished =
        table.datasets().stream()
            .sorted(Comparator.comparing((String d) -> -finished(table, d)))
            .toList();
    var best = new CommonBlock(List.of(), List.of());
    for (int count = 1; count <= byFinished.size(); count++) {
      var chosen = byFinished.subList(0, count);
      var models =
          table.models().stream()
              .filter(m -> chosen.stream().allMatch(d -> table.complete(m, d).isPresent()))
              .toList();
      if (models.size() * count > best.size()) {
        best = new CommonBlock(models, inOrder(table, chosen));
      }
    }
    return best;
  }

  private int size() {
    return models.size() * datasets.size();
  }

  private static long finished(ScoreTable table, String dataset) {
    return table.models().stream().filter(m -> table.complete(m, dataset).isPresent()).count();
  }

  private static List<String> inOrder(ScoreTable table, List<String> chosen) {
    return table.datasets().stream().filter(chosen::contains).toList();
  }
}
