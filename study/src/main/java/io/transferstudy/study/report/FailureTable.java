package io.transferstudy.study.report;

import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.work.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Why cells failed and what to do, equal reasons together. */
final class FailureTable {
  private static final int LISTED = 12;

  private FailureTable() {}

  /** Cells that failed for good, by reason. */
  static Map<Failure, List<CellRow>> failures(StudyReport report) {
    return report.cells().stream()
        .filter(row -> row.phase() == Phase.FAILED && row.failure() != null)
        .collect(
            Collectors.groupingBy(
                row -> Objects.requireNonNull(row.failure()),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  /** A table, or nothing where nothing failed. */
  static String of(StudyReport report) {
    var failures = failures(report);
    if (failures.isEmpty()) {
      return "";
    }
    return failures.entrySet().stream()
        .map(entry -> row(entry.getKey(), entry.getValue()))
        .collect(
            Collectors.joining(
                "",
                """
                <section>
                <h2>What failed</h2>
                <table class="failures">
                <thead><tr><th>reason</th><th>remedy</th><th>cells</th></tr></thead>
                <tbody>
                """,
                "</tbody>\n</table>\n</section>\n"));
  }

  private static String row(Failure failure, List<CellRow> rows) {
    String cells =
        rows.stream()
            .limit(LISTED)
            .map(row -> Html.text(row.cell().toString()))
            .collect(Collectors.joining("<br>"));
    String more = rows.size() > LISTED ? "<br>and %d more".formatted(rows.size() - LISTED) : "";
    return "<tr><td>%s</td><td>%s</td><td>%s%s</td></tr>\n"
        .formatted(Html.text(failure.message()), Html.text(failure.kind().remedy()), cells, more);
  }
}
