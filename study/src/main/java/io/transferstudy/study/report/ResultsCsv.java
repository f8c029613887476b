package io.transferstudy.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table of cells as CSV: a header, then one row a cell in the order of the grid. Scores are
 * fractions in full precision; a cell without a score has empty score fields.
 */
public final class ResultsCsv {
  /** The first line. */
  public static final String HEADER =
      "model,dataset,setting,seed,state,score_kind,score,standard_error,low,high,n,seconds,reason";

  private ResultsCsv() {}

  /** The whole file. */
  public static String of(List<CellRow> cells) {
    return cells.stream().map(ResultsCsv::row).collect(Collectors.joining("", HEADER + "\n", ""));
  }

  private static String row(CellRow row) {
    var cell = row.cell();
    var fields =
        new ArrayList<>(
            List.of(
                cell.model(),
                cell.dataset(),
                cell.setting(),
                Long.toString(cell.seed()),
                row.phase().label()));
    var score = row.score();
    fields.addAll(
        score == null
            ? List.of("", "", "", "", "", "")
            : List.of(
                score.metric().code(),
                Double.toString(score.value()),
                Double.toString(score.standardError()),
                Double.toString(score.interval95().low()),
                Double.toString(score.interval95().high()),
                Long.toString(score.n())));
    var seconds = row.seconds();
    fields.add(seconds == null ? "" : Double.toString(seconds));
    var failure = row.failure();
    fields.add(failure == null ? "" : failure.message());
    return CsvRow.of(fields);
  }
}
