package io.transferstudy.study.report;

import io.transferstudy.study.findings.Correlation;
import io.transferstudy.study.findings.Correlation.Measured;
import io.transferstudy.study.findings.Correlation.NotEnough;
import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.findings.Leaderboard.Ranked;
import io.transferstudy.study.findings.Leaderboard.Unranked;
import io.transferstudy.study.findings.SettingFindings;
import io.transferstudy.study.plan.CellProgress.Phase;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The report as plain text for a terminal of 80 columns. */
public final class TerminalReport {
  private static final int WIDTH = 80;
  private static final int NAME = 26;

  /** Where lines may break: not within an interval's brackets. */
  private static final Pattern SPACE = Pattern.compile(" +(?![^\\[\\]]*\\])");

  private final StringBuilder out = new StringBuilder();

  private TerminalReport() {}

  /** The text, every line ended by a line feed. */
  public static String render(StudyReport report) {
    return new TerminalReport().text(report);
  }

  private String text(StudyReport report) {
    line(
        "%s: %d of %d cells finished%s"
            .formatted(
                shortened(report.name(), NAME),
                report.count(Phase.SUCCEEDED),
                report.cells().size(),
                report.count(Phase.FAILED) == 0
                    ? ""
                    : ", " + report.count(Phase.FAILED) + " failed"));
    report.findings().settings().forEach(this::setting);
    failures(report);
    line("");
    var sentences = report.conclusions().sentences();
    for (int i = 0; i < sentences.size(); i++) {
      wrapped(i + 1 + ". ", "   ", sentences.get(i));
    }
    return out.toString();
  }

  private void setting(SettingFindings setting) {
    var board = setting.leaderboard();
    line("");
    line(shortened(setting.setting().name(), WIDTH));
    if (board.ranked().isEmpty()) {
      line("  not enough cells yet: no model has finished a data set");
      return;
    }
    wrapped("  ", "  ", "mean log-odds ± standard error; " + over(setting));
    board.ranked().forEach(this::ranked);
    board.unranked().forEach(this::unranked);
    wrapped("  ", "  ", correlation(setting.correlation()));
  }

  private static String over(SettingFindings setting) {
    String over = LeaderboardTable.over(setting.leaderboard());
    return over.substring(0, 1).toLowerCase(Locale.ROOT) + over.substring(1);
  }

  private void ranked(Ranked ranked) {
    line(
        String.format(
            Locale.ROOT,
            "  %3d  %-" + NAME + "s %6s%-7s %5s %%  %s",
            ranked.place(),
            shortened(ranked.model(), NAME),
            Figures.two(ranked.meanLogOdds()),
            Figures.plusMinus(ranked.standardError()),
            Figures.percent(ranked.typicalAccuracy()),
            ranked.standing().label()));
  }

  private void unranked(Unranked unranked) {
    String name = String.format("    -  %-" + NAME + "s ", shortened(unranked.model(), NAME));
    wrapped(name, " ".repeat(name.length()), "missing " + String.join(", ", unranked.missing()));
  }

  private static String correlation(Correlation correlation) {
    return switch (correlation) {
      case NotEnough not -> not.reason();
      case Measured measured -> {
        var pearson = measured.pearson();
        var interval = pearson.interval95();
        yield "source accuracy and mean log-odds: r = %s%s, r2 = %s, %s"
            .formatted(
                Figures.two(pearson.r()),
                interval == null ? " (no interval)" : " " + Figures.two(interval),
                Figures.two(pearson.r2()),
                Figures.count(pearson.n(), "model"));
      }
    };
  }

  private void failures(StudyReport report) {
    var failures = FailureTable.failures(report);
    if (failures.isEmpty()) {
      return;
    }
    line("");
    line("failed");
    failures.forEach((failure, rows) -> {
      String more = rows.size() == 1 ? "" : " and %d more".formatted(rows.size() - 1);
      wrapped(
          "  ",
          "    ",
          "%s%s: %s (remedy: %s)"
              .formatted(rows.getFirst().cell(), more, failure.message(), failure.kind().remedy()));
    });
  }

  /** Words of a text on as many lines as they need; a word longer than a line is cut. */
  private void wrapped(String first, String next, String text) {
    var line = new StringBuilder(first);
    boolean empty = true;
    for (String word : List.of(SPACE.split(printable(text).strip()))) {
      String fitting = shortened(word, WIDTH - next.length());
      if (!empty && line.length() + 1 + fitting.length() > WIDTH) {
        line(line.toString());
        line = new StringBuilder(next);
        empty = true;
      }
      line.append(empty ? "" : " ").append(fitting);
      empty = false;
    }
    line(line.toString());
  }

  private void line(String text) {
    out.append(printable(text).stripTrailing()).append('\n');
  }

  /** A name could hold control characters, which a terminal would obey. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
  }

  private static String shortened(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
