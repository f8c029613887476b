package io.transferstudy.study.report;

import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.findings.Leaderboard;
import io.transferstudy.study.findings.Leaderboard.Ranked;
import io.transferstudy.study.findings.Leaderboard.Standing;
import io.transferstudy.study.findings.Leaderboard.Unranked;
import io.transferstudy.study.findings.SettingFindings;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The leaderboards, with error bars on one scale for all settings. */
final class LeaderboardTable {
  private final LogitAxis axis;

  private LeaderboardTable(LogitAxis axis) {
    this.axis = axis;
  }

  /** One heading and table a setting. */
  static String of(List<SettingFindings> settings) {
    var ends =
        settings.stream()
            .flatMap(s -> s.leaderboard().ranked().stream())
            .flatMapToDouble(r -> DoubleStream.of(low(r), high(r)));
    var table = new LeaderboardTable(LogitAxis.around(ends, 0.12));
    return settings.stream().map(table::setting).collect(Collectors.joining());
  }

  private String setting(SettingFindings setting) {
    var board = setting.leaderboard();
    String heading = "<h3>%s</h3>\n".formatted(Html.text(setting.setting().name()));
    if (board.ranked().isEmpty()) {
      return heading
          + "<p class=\"quiet\">Not enough cells yet: no model has finished a data set.</p>\n";
    }
    return heading
        + "<p class=\"quiet\">%s.</p>\n".formatted(Html.text(over(board)))
        + "<table class=\"board\">\n<thead><tr><th class=\"place\"></th><th class=\"model\">model</th><th class=\"plot\">%s</th>"
            .formatted(marks())
        + "<th class=\"number\">mean log-odds</th><th class=\"number typical\">typical accuracy</th><th class=\"standing\">against the best</th></tr></thead>\n<tbody>\n"
        + board.ranked().stream().map(this::ranked).collect(Collectors.joining())
        + board.unranked().stream().map(LeaderboardTable::unranked).collect(Collectors.joining())
        + "</tbody>\n</table>\n";
  }

  static String over(Leaderboard board) {
    int common = board.commonDatasets().size();
    return common == board.datasets()
        ? (common == 1 ? "Over " : "Over all ") + Figures.count(common, "data set")
        : "Over the %d of %s that all ranked models have finished: %s"
            .formatted(
                common,
                Figures.count(board.datasets(), "data set"),
                String.join(", ", board.commonDatasets()));
  }

  private String ranked(Ranked ranked) {
    String error = Figures.plusMinus(ranked.standardError());
    return """
    <tr><td class="place">%d</td><th scope="row" class="model">%s</th><td class="plot">%s</td>\
    <td class="number value">%s%s</td><td class="number typical">%s %%</td><td class="standing%s">%s</td></tr>
    """
        .formatted(
            ranked.place(),
            Html.text(ranked.model()),
            bar(ranked),
            Html.minus(Figures.two(ranked.meanLogOdds())),
            error,
            Figures.percent(ranked.typicalAccuracy()),
            ranked.standing() == Standing.BEST ? " best" : "",
            Html.text(standing(ranked)));
  }

  private static String standing(Ranked ranked) {
    var test = ranked.againstBest();
    String p = test == null ? "" : ", p " + (test.p() < 0.001 ? "" : "= ") + Figures.p(test.p());
    return switch (ranked.standing()) {
      case BEST -> "best";
      case BEHIND -> "behind" + p;
      case NOT_YET_TESTED -> "not yet tested" + p;
    };
  }

  private static String unranked(Unranked unranked) {
    return """
    <tr class="unranked"><td class="place">–</td><th scope="row" class="model">%s</th>\
    <td class="missing" colspan="2">not ranked, missing: %s</td><td class="typical"></td><td class="standing"></td></tr>
    """
        .formatted(Html.text(unranked.model()), Html.text(String.join(", ", unranked.missing())));
  }

  private String marks() {
    return axis.ticks().stream()
        .map(tick ->
            "<text x=\"%s%%\" y=\"13\" text-anchor=\"middle\">%s</text>"
                .formatted(percent(tick.logOdds()), tick.label()))
        .collect(Collectors.joining("", "<svg class=\"marks\" height=\"18\">", "</svg>"));
  }

  private String bar(Ranked ranked) {
    var svg = new StringBuilder("<svg class=\"bar\" height=\"22\" aria-hidden=\"true\">");
    axis.ticks()
        .forEach(tick -> {
          String at = percent(tick.logOdds());
          svg.append(
              "<line class=\"tick\" x1=\"%s%%\" x2=\"%s%%\" y1=\"0\" y2=\"22\"/>"
                  .formatted(at, at));
        });
    if (ranked.standardError() != null) {
      svg.append(
          "<line class=\"error\" x1=\"%s%%\" x2=\"%s%%\" y1=\"11\" y2=\"11\"/>"
              .formatted(percent(low(ranked)), percent(high(ranked))));
    }
    return svg.append(
            "<circle class=\"dot\" cx=\"%s%%\" cy=\"11\" r=\"5\"/></svg>"
                .formatted(percent(ranked.meanLogOdds())))
        .toString();
  }

  private String percent(double logOdds) {
    return Html.at(100 * axis.position(logOdds));
  }

  private static double low(Ranked ranked) {
    var error = ranked.standardError();
    return ranked.meanLogOdds() - (error == null ? 0 : error);
  }

  private static double high(Ranked ranked) {
    var error = ranked.standardError();
    return ranked.meanLogOdds() + (error == null ? 0 : error);
  }
}
