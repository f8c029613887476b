package io.transferstudy.study.report;

import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.findings.Interval;
import io.transferstudy.study.findings.ScoreTable;
import io.transferstudy.study.findings.SeedMean;
import io.transferstudy.study.findings.SettingFindings;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.plan.CellProgress.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every cell: models by data sets, one table a setting, coloured on one scale of log-odds. */
final class GridTable {
  /** Steps of the colour scale, as many as the style sheet has. */
  private static final int STEPS = 7;

  private record Place(String model, String dataset, String setting) {}

  private final StudyReport report;
  private final Map<Place, List<CellRow>> rows;
  private final Optional<Interval> range;

  private GridTable(StudyReport report) {
    this.report = report;
    rows =
        report.cells().stream()
            .collect(
                Collectors.groupingBy(row ->
                    new Place(row.cell().model(), row.cell().dataset(), row.cell().setting())));
    var logOdds =
        report.findings().cells().stream()
            .mapToDouble(cell -> cell.score().logOdds())
            .summaryStatistics();
    range =
        logOdds.getCount() == 0
            ? Optional.empty()
            : Optional.of(new Interval(logOdds.getMin(), logOdds.getMax()));
  }

  /** One heading and table a setting. */
  static String of(StudyReport report) {
    var table = new GridTable(report);
    return report.findings().settings().stream()
        .map(table::setting)
        .collect(Collectors.joining("", "<div class=\"grids\">\n", "</div>\n"));
  }

  private String setting(SettingFindings setting) {
    ScoreTable scores = setting.scores();
    String head = scores.datasets().stream().map(this::head).collect(Collectors.joining());
    String body =
        scores.models().stream().map(model -> row(setting, model)).collect(Collectors.joining());
    return """
    <div><h3>%s</h3>
    <div class="wide"><table class="grid">
    <thead><tr><th></th>%s</tr></thead>
    <tbody>
    %s</tbody>
    </table></div></div>
    """
        .formatted(Html.text(setting.setting().name()), head, body);
  }

  /** A data set, and what it is scored by where that is not what people expect. */
  private String head(String dataset) {
    Metric metric = report.findings().grid().dataset(dataset).scoredBy();
    return "<th scope=\"col\">%s%s</th>"
        .formatted(
            Html.text(dataset),
            metric == Metric.TOP_1 ? "" : "<small>%s</small>".formatted(metric.label()));
  }

  private String row(SettingFindings setting, String model) {
    return setting.scores().datasets().stream()
        .map(dataset ->
            setting
                .scores()
                .at(model, dataset)
                .map(this::scored)
                .orElseGet(() -> unscored(new Place(model, dataset, setting.setting().name()))))
        .collect(
            Collectors.joining(
                "", "<tr><th scope=\"row\">%s</th>".formatted(Html.text(model)), "</tr>\n"));
  }

  private String scored(SeedMean mean) {
    int wanted = report.findings().grid().seeds().size();
    String seeds =
        mean.seeds() == wanted
            ? ""
            : " <span class=\"seeds\">%d/%d</span>".formatted(mean.seeds(), wanted);
    return "<td class=\"s%d\"><b>%s</b>%s<small>%s–%s</small></td>"
        .formatted(
            step(mean.logOdds()),
            Figures.percent(mean.value()),
            seeds,
            Figures.percent(mean.interval().low()),
            Figures.percent(mean.interval().high()));
  }

  private int step(double logOdds) {
    double low = range.orElseThrow().low();
    double high = range.orElseThrow().high();
    return high == low
        ? STEPS / 2
        : (int) Math.clamp(STEPS * (logOdds - low) / (high - low), 0, STEPS - 1);
  }

  /** The furthest that any seed has come, and why it came no further. */
  private String unscored(Place place) {
    var furthest =
        rows.getOrDefault(place, List.of()).stream()
            .max(
                Comparator.comparing(
                    row -> row.phase() == Phase.FAILED ? 2 : row.phase() == Phase.RUNNING ? 1 : 0));
    String word =
        furthest.map(row -> row.phase().label().toLowerCase(Locale.ROOT)).orElse("missing");
    String why =
        furthest
            .map(CellRow::failure)
            .map(failure -> " title=\"%s\"".formatted(Html.text(failure.message())))
            .orElse("");
    String failed = word.equals("failed") ? " failed" : "";
    return "<td class=\"none%s\"%s>%s</td>".formatted(failed, why, word);
  }
}
