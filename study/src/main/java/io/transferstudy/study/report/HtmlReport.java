package io.transferstudy.study.report;

import io.transferstudy.study.findings.Correlation;
import io.transferstudy.study.findings.Correlation.Measured;
import io.transferstudy.study.findings.Correlation.NotEnough;
import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.findings.MetricWords;
import io.transferstudy.study.findings.SettingFindings;
import io.transferstudy.study.findings.SourceAccuracy;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.plan.CellProgress.Phase;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report as one HTML page that needs no network, no script and no other file. */
public final class HtmlReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final StudyReport report;
  private final List<ClassScores> classes;

  private HtmlReport(StudyReport report, List<ClassScores> classes) {
    this.report = report;
    this.classes = classes;
  }

  /** The whole file, without single classes. */
  public static String render(StudyReport report) {
    return render(report, List.of());
  }

  /**
   * The whole file.
   *
   * @param classes at most one entry a data set
   */
  public static String render(StudyReport report, List<ClassScores> classes) {
    return new HtmlReport(report, classes).page();
  }

  private String page() {
    String name = Html.text(report.name());
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>%s – transfer study</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    """
            .formatted(name, Stylesheet.CSS)
        + header(name)
        + conclusions()
        + section(
            "Leaderboard",
            "The dot is a model's mean log-odds, the bar one standard error to either side. The scale"
                + " is in percent of typical accuracy, the same in every setting.",
            LeaderboardTable.of(report.findings().settings()))
        + section(
            "Source against transfer accuracy",
            "One dot is one model, with one standard error; the line is least squares. Both axes are"
                + " linear in log-odds. A name without room appears when its dot is pointed at.",
            "<div class=\"plots\">\n" + plots() + "</div>\n")
        + section("Every cell", legend(), GridTable.of(report))
        + ClassTable.of(classes)
        + FailureTable.of(report)
        + Methods.of(report.findings())
        + provenance()
        + "</main>\n</body>\n</html>\n";
  }

  private String header(String name) {
    Grid grid = report.findings().grid();
    String shape =
        "%s × %s × %s × %s"
            .formatted(
                Figures.count(grid.models().size(), "model"),
                Figures.count(grid.datasets().size(), "data set"),
                Figures.count(grid.settings().size(), "setting"),
                Figures.count(grid.seeds().size(), "seed"));
    return """
    <header>
    <p class="quiet">transfer study</p>
    <h1>%s</h1>
    <p>%s</p>
    <dl class="facts">
    %s</dl>
    </header>
    """
        .formatted(
            name,
            shape,
            fact("cells finished", report.count(Phase.SUCCEEDED) + " of " + report.cells().size())
                + fact("failed", Long.toString(report.count(Phase.FAILED)))
                + (report.count(Phase.RUNNING) + report.count(Phase.PENDING) == 0
                    ? ""
                    : fact("running", Long.toString(report.count(Phase.RUNNING)))
                        + fact("pending", Long.toString(report.count(Phase.PENDING))))
                + fact("time in cells", Durations.of(report.seconds()))
                + fact("made", TIME.format(report.generatedAt())));
  }

  private static String fact(String name, String value) {
    return "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(Html.text(name), Html.text(value));
  }

  private String conclusions() {
    return report.conclusions().sentences().stream()
        .map(sentence -> "<li>%s</li>\n".formatted(Html.text(typeset(sentence))))
        .collect(
            Collectors.joining(
                "",
                "<section>\n<h2>What was found</h2>\n<ol class=\"found\">\n",
                "</ol>\n</section>\n"));
  }

  /** Minus signs before numbers, and intervals that do not break at the end of a line. */
  private static String typeset(String sentence) {
    return sentence
        .replaceAll("(?<![\\w-])-(?=\\d)", "\u2212")
        .replaceAll("(\\[[^\\[\\], ]+,) ", "$1\u00a0");
  }

  private static String section(String title, String introduction, String content) {
    return "<section>\n<h2>%s</h2>\n<p class=\"quiet\">%s</p>\n%s</section>\n"
        .formatted(Html.text(title), introduction, content);
  }

  private String legend() {
    String interval =
        report.findings().grid().seeds().size() == 1
            ? "below it its 95 % interval"
            : "the mean over seeds, below it the range of the seeds (of one seed its 95 % interval)";
    return (MetricWords.noun(report.findings().grid()).equals("score") ? "Score" : "Accuracy")
        + " on the test images in percent, "
        + interval
        + ". <span class=\"legend\">lower <i class=\"s0\"></i><i class=\"s1\"></i><i class=\"s2\"></i>"
        + "<i class=\"s3\"></i><i class=\"s4\"></i><i class=\"s5\"></i><i class=\"s6\"></i> higher</span>";
  }

  private String plots() {
    return report.findings().settings().stream().map(this::plot).collect(Collectors.joining());
  }

  private String plot(SettingFindings setting) {
    var correlation = setting.correlation();
    String name = setting.setting().name();
    String svg =
        correlation.points().isEmpty() ? "" : ScatterPlot.of(correlation, name, sourceAxis());
    return "<figure>\n<figcaption><h3>%s</h3><p>%s</p></figcaption>\n%s</figure>\n"
        .formatted(Html.text(name), Html.text(caption(correlation)), svg);
  }

  private static String caption(Correlation correlation) {
    return switch (correlation) {
      case NotEnough not ->
          not.reason().substring(0, 1).toUpperCase(Locale.ROOT) + not.reason().substring(1) + ".";
      case Measured measured -> {
        var pearson = measured.pearson();
        var interval = pearson.interval95();
        yield Html.minus(
                "r = %s%s, r² = %s, "
                    .formatted(
                        Figures.two(pearson.r()),
                        interval == null ? "" : " " + Figures.two(interval),
                        Figures.two(pearson.r2())))
            + Figures.count(pearson.n(), "model")
            + (interval == null ? ", too few for an interval" : "");
      }
    };
  }

  private String sourceAxis() {
    var names =
        report.findings().sources().values().stream()
            .map(SourceAccuracy::source)
            .distinct()
            .toList();
    return names.size() == 1 ? "source accuracy (" + names.getFirst() + ")" : "source accuracy";
  }

  private String provenance() {
    return report.provenance().entrySet().stream()
        .map(entry -> fact(entry.getKey(), entry.getValue()))
        .collect(
            Collectors.joining(
                "",
                "<section>\n<h2>Made with</h2>\n<dl class=\"provenance\">\n",
                "</dl>\n</section>\n"));
  }
}
