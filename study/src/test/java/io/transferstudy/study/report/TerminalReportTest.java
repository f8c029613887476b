package io.transferstudy.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.findings.Leaderboard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalReportTest {
  @Test
  void fits_80_columns_and_holds_no_control_characters() throws Exception {
    for (var report :
        List.of(
            SampleReport.finished(),
            SampleReport.underWay(),
            SampleReport.large(),
            SampleReport.nothing())) {
      String text = TerminalReport.render(report);
      Files.createDirectories(Path.of("target", "report"));
      Files.writeString(Path.of("target", "report", report.name() + ".txt"), text);
      assertThat(text.lines()).allMatch(line -> line.length() <= 80);
      assertThat(text).doesNotContain("NaN", "Infinity", "null").endsWith(".\n");
      assertThat(text.replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
    }
  }

  @Test
  void shows_leaders_failures_and_sentences() {
    String text = TerminalReport.render(SampleReport.underWay());
    assertThat(text)
        .startsWith("under-way: 65 of 84 cells finished, 3 failed\n")
        .contains("\nfixed-features\n", "  best\n", "source accuracy and mean log-odds: r = ")
        .contains("lenet/textures/fine-tuned/1 and 1 more: the loss was no longer finite")
        .contains("\n1. So far (65 of 84 cells) models better on the source");
  }

  @Test
  void one_data_set_is_not_all_of_them() {
    var whole = new Leaderboard(List.of("x", "y"), 2, List.of(), List.of());
    var only = new Leaderboard(List.of("x"), 1, List.of(), List.of());
    var some = new Leaderboard(List.of("x"), 2, List.of(), List.of());
    assertThat(LeaderboardTable.over(whole)).isEqualTo("Over all 2 data sets");
    assertThat(LeaderboardTable.over(only)).isEqualTo("Over 1 data set");
    assertThat(LeaderboardTable.over(some)).startsWith("Over the 1 of 2 data sets that all ");
  }

  @Test
  void terminal_escapes_in_names_are_not_passed_on() {
    var sample = SampleReport.finished();
    var report =
        new StudyReport(
            "a\u001b[31m\u202eb",
            sample.generatedAt(),
            sample.cells(),
            sample.findings(),
            sample.conclusions(),
            sample.provenance());
    assertThat(TerminalReport.render(report)).startsWith("a?[31m?b: 84 of 84 cells finished\n");
  }
}
