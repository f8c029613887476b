package io.transferstudy.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
  /** Where a person finds the pages to look at them in a browser. */
  private static final Path LOOK = Path.of("target", "report");

  private static String page(String name, StudyReport report) throws IOException {
    String html = HtmlReport.render(report);
    Files.createDirectories(LOOK);
    Files.writeString(LOOK.resolve(name + ".html"), html);
    return html;
  }

  @Test
  void shows_every_part_of_a_finished_study() throws IOException {
    var report = SampleReport.finished();
    String html = page("finished", report);
    assertThat(html)
        .contains("<h1>quickstart</h1>", "7 models × 4 data sets × 3 settings × 1 seed")
        .contains("84 of 84", "24 November 2026, 09:30 UTC", "2.7.1 (CPU)")
        .doesNotContain("What failed");
    for (String sentence : report.conclusions().sentences()) {
      assertThat(html.replace('\u00a0', ' ').replace('\u2212', '-'))
          .contains("<li>" + Html.text(sentence) + "</li>");
    }
    assertThat(count(html, "<table class=\"board\">")).isEqualTo(3);
    assertThat(count(html, "<svg class=\"scatter\"")).isEqualTo(3);
    assertThat(count(html, "<td class=\"s[0-6]\"><b>")).isEqualTo(84);
  }

  @Test
  void needs_no_network_and_runs_no_script() throws IOException {
    assertThat(page("large", SampleReport.large()))
        .doesNotContainPattern(
            "(?i)<script|<link|<img|<iframe|javascript:|https?://|url\\(|@import")
        .contains("default-src 'none'");
  }

  @Test
  void failed_running_and_pending_cells_say_so() throws IOException {
    String html = page("under-way", SampleReport.underWay());
    assertThat(html)
        .contains("<td class=\"none failed\" title=\"the loss was no longer finite at step 41")
        .contains("<td>lower the learning rates of the search grid</td>")
        .contains("lenet/textures/fine-tuned/1<br>vgg/textures/fine-tuned/1")
        .contains(">running</td>", ">pending</td>")
        .contains("not ranked, missing: ");
  }

  @Test
  void names_and_messages_cannot_become_markup() throws Exception {
    String evil = "\"><script>alert('x')</script>\u0000\u001b[31m&amp;%s%n";
    var sample = SampleReport.underWay();
    var provenance = new LinkedHashMap<>(Map.of(evil, evil));
    var report =
        new StudyReport(
            evil,
            sample.generatedAt(),
            sample.cells(),
            sample.findings(),
            sample.conclusions(),
            provenance);
    String html = HtmlReport.render(report);
    assertThat(html)
        .doesNotContain("<script", "\u0000", "\u001b", "<b>\"07\"")
        .contains(
            "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\ufffd\ufffd[31m&amp;amp;")
        .contains("glyphs/train/&lt;b&gt;&quot;07&quot;&lt;/b&gt;/000123.png");
  }

  /** Tags nest and close: the page reads as XML once its void elements are closed. */
  @Test
  void tags_are_balanced() throws Exception {
    for (var report :
        java.util.List.of(
            SampleReport.finished(), SampleReport.underWay(), SampleReport.nothing())) {
      String xml =
          HtmlReport.render(report)
              .replace("<!DOCTYPE html>", "")
              .replaceAll("<(meta|br)([^>]*)>", "<$1$2/>")
              .replace("&nbsp;", "&#160;");
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(xml)));
      assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
    }
  }

  @Test
  void a_study_that_has_not_begun_has_a_report() throws IOException {
    assertThat(page("nothing", SampleReport.nothing()))
        .contains("Not enough cells yet: no model has finished a data set.")
        .doesNotContain("NaN", "Infinity", "null");
  }

  private static long count(String html, String pattern) {
    return Pattern.compile(pattern).matcher(html).results().count();
  }
}
