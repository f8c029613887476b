package io.transferstudy.study.report;

import io.transferstudy.study.findings.Conclusions;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.findings.SourceAccuracy;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Progress;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that a report shows.
 *
 * @param name the study's
 * @param generatedAt when the report was made
 * @param cells one entry a cell, brought into the order of the grid
 * @param findings what they amount to
 * @param conclusions in words
 * @param provenance what the numbers were made with, such as versions, in the order to list it
 */
public record StudyReport(
    String name,
    Instant generatedAt,
    List<CellRow> cells,
    Findings findings,
    Conclusions conclusions,
    Map<String, String> provenance) {

  public StudyReport {
    var order = new LinkedHashMap<CellId, Integer>();
    findings.grid().cells().forEach(cell -> order.put(cell, order.size()));
    cells =
        cells.stream()
            .sorted(Comparator.comparing(row -> order.getOrDefault(row.cell(), order.size())))
            .toList();
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /**
   * The report on a study's progress.
   *
   * @param published source accuracies that are known better than from the manifest, by model
   */
  public static StudyReport of(
      Study study,
      Progress progress,
      Map<String, SourceAccuracy> published,
      Instant generatedAt,
      Map<String, String> provenance) {
    var findings = Findings.of(study.grid(), progress, published);
    return new StudyReport(
        study.name(),
        generatedAt,
        progress.cells().stream().map(CellRow::of).toList(),
        findings,
        Conclusions.of(findings),
        provenance);
  }

  long count(Phase phase) {
    return cells.stream().filter(row -> row.phase() == phase).count();
  }

  /** Wall clock of all successful attempts together. */
  double seconds() {
    return cells.stream()
        .map(CellRow::seconds)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .sum();
  }
}
