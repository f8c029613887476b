package io.transferstudy.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard asks for series and labels that the operator exports, and for all of them. */
class DashboardTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path SOURCE = ROOT.resolve("dashboards/study.json");
  private static final Path CHART = ROOT.resolve("helm/transfer-study/dashboards/study.json");
  private static final int GRID_WIDTH = 24;

  private static final Pattern SERIES = Pattern.compile("transferstudy_\\w+");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

  private final JsonNode dashboard = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(SOURCE.toFile());
    } catch (IOException e) {
      throw new AssertionError("cannot read " + SOURCE, e);
    }
  }

  @Test
  void panelsOfOneStudyAreThere() {
    assertThat(panels().map(panel -> panel.path("title").asText()))
        .contains("Progress", "Cells by state", "Leaderboard", "Correlation with source accuracy");
  }

  @Test
  void queriesNameOnlySeriesThatExist() {
    for (String query : allQueries()) {
      assertThat(found(SERIES, query)).as(query).isNotEmpty().allSatisfy(DashboardTest::meterOf);
    }
  }

  @Test
  void queriesNameOnlyLabelsThatTheirMetersHave() {
    targets()
        .forEach(target -> {
          String query = target.path("expr").asText();
          var named = new HashSet<String>(found(MATCHER, query));
          for (String group : found(GROUPING, query)) {
            named.addAll(List.of(group.trim().split("\\s*,\\s*")));
          }
          named.addAll(found(LEGEND, target.path("legendFormat").asText()));
          for (String series : found(SERIES, query)) {
            assertThat(meterOf(series).labels()).as(query).containsAll(named);
          }
        });
  }

  @Test
  void everyMeterIsShown() {
    var shown = new TreeSet<Meter>();
    targets()
        .flatMap(target -> found(SERIES, target.path("expr").asText()).stream())
        .forEach(series -> shown.add(meterOf(series)));
    assertThat(shown).containsExactly(Meter.values());
  }

  /** A meter with a study label shows the chosen study, and no other. */
  @Test
  void seriesOfStudiesAreNarrowedToTheChosenOne() {
    var selected = Pattern.compile("(transferstudy_\\w+)(?:\\{([^}]*)})?");
    targets()
        .forEach(target -> {
          String query = target.path("expr").asText();
          selected
              .matcher(query)
              .results()
              .filter(use -> meterOf(use.group(1)).labels().contains("study"))
              .forEach(use ->
                  assertThat(use.group(2))
                      .as(query)
                      .contains("namespace=\"$namespace\"", "study=\"$study\""));
        });
  }

  @Test
  void variablesAreDeclared() {
    var declared = new TreeSet<String>();
    variables().forEach(variable -> declared.add(variable.path("name").asText()));
    assertThat(declared).containsExactly("datasource", "namespace", "study");
    String text = dashboard.toString();
    assertThat(found(VARIABLE, text))
        .allSatisfy(name ->
            assertThat(name.startsWith("__") || declared.contains(name)).as("$" + name).isTrue());
    assertThat(targets().map(target -> target.path("datasource").path("uid").asText()))
        .containsOnly("${datasource}");
  }

  @Test
  void panelsHaveTheirOwnIdsAndPlaces() {
    var ids = new HashSet<Integer>();
    var squares = new HashSet<List<Integer>>();
    panels()
        .forEach(panel -> {
          String title = panel.path("title").asText();
          assertThat(ids.add(panel.path("id").asInt())).as("id of " + title).isTrue();
          assertThat(panel.path("description").asText()).as("description of " + title).isNotBlank();
          JsonNode place = panel.path("gridPos");
          int left = place.path("x").asInt();
          int right = left + place.path("w").asInt();
          int top = place.path("y").asInt();
          assertThat(right).as("right edge of " + title).isGreaterThan(left);
          assertThat(right).as("right edge of " + title).isLessThanOrEqualTo(GRID_WIDTH);
          for (int x = left; x < right; x++) {
            for (int y = top; y < top + place.path("h").asInt(); y++) {
              assertThat(squares.add(List.of(x, y))).as(title + " overlaps").isTrue();
            }
          }
        });
  }

  /** What the meters call their series is what Prometheus gets to read. */
  @Test
  void metersKnowTheNamesOfTheirSeries() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    for (Meter meter : Meter.values()) {
      register(meter, registry);
    }
    Set<String> scraped = new TreeSet<>(found(Pattern.compile("(?m)^\\w+"), registry.scrape()));
    assertThat(scraped)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Meter.values()).flatMap(meter -> meter.series().stream()).toList());
  }

  @Test
  void chartCarriesTheSameDashboard() throws IOException {
    assertThat(CHART)
        .as("repair: cp dashboards/study.json helm/transfer-study/dashboards/")
        .hasSameTextualContentAs(SOURCE);
  }

  private static void register(Meter meter, MeterRegistry registry) {
    List<Tag> tags = meter.labels().stream().map(label -> Tag.of(label, "any")).toList();
    switch (meter.kind()) {
      case GAUGE -> Gauge.builder(meter.id(), () -> 1).tags(tags).register(registry);
      case COUNTER -> Counter.builder(meter.id()).tags(tags).register(registry);
      case TIMER -> Timer.builder(meter.id()).tags(tags).register(registry);
    }
  }

  private static Meter meterOf(String series) {
    return Stream.of(Meter.values())
        .filter(meter -> meter.series().contains(series))
        .findFirst()
        .orElseThrow(() -> new AssertionError(series + " is no series of the operator"));
  }

  private Stream<JsonNode> panels() {
    return dashboard.path("panels").valueStream();
  }

  private Stream<JsonNode> targets() {
    return panels().flatMap(panel -> panel.path("targets").valueStream());
  }

  private Stream<JsonNode> variables() {
    return dashboard.path("templating").path("list").valueStream();
  }

  private List<String> allQueries() {
    return Stream.concat(
            targets().map(target -> target.path("expr").asText()),
            variables()
                .filter(variable -> variable.path("type").asText().equals("query"))
                .map(variable -> variable.path("query").path("query").asText()))
        .toList();
  }

  /** All that the pattern finds: its first group, or the whole where it has none. */
  private static List<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.groupCount() > 0 ? match.group(1) : match.group())
        .toList();
  }
}
