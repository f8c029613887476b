package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The statistics against the shared reference file, which SciPy 1.17.1 wrote. */
class ReferenceStatisticsTest {
  private static final Offset<Double> EXACT = within(1e-10);
  private static Path shared;
  private static JsonNode reference;

  @BeforeAll
  static void read() throws IOException {
    String given = System.getProperty("shared.dir");
    shared = given != null ? Path.of(given) : besideTheRepository();
    Path file = shared.resolve("reference/stats.json");
    assumeTrue(Files.exists(file), "skipped: no " + file + " (set -Dshared.dir)");
    reference = new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void published_fixed_features() throws IOException {
    var lines = Files.readAllLines(shared.resolve("tables/published-fixed-features.csv"));
    var node = reference.get("published_fixed_features");
    var rows = lines.stream().skip(1).map(line -> List.of(line.split(","))).toList();
    var x = new double[rows.size()];
    var y = new double[rows.size()];
    for (int m = 0; m < x.length; m++) {
      var row = rows.get(m);
      x[m] = LogOdds.of(Double.parseDouble(row.get(1)) / 100);
      y[m] =
          row.subList(2, 14).stream()
              .mapToDouble(percent -> LogOdds.of(Double.parseDouble(percent) / 100))
              .average()
              .orElseThrow();
      assertThat(y[m]).isCloseTo(node.get("mean_logit").get(row.getFirst()).asDouble(), EXACT);
    }
    assertCorrelation(node, "pearson_p", x, y);
  }

  @Test
  void table_of_five_models_and_six_datasets() {
    var node = reference.get("table_5x6");
    double[][] logOdds = table(node.get("accuracy"));
    for (double[] row : logOdds) {
      Arrays.setAll(row, d -> LogOdds.of(row[d]));
    }
    double[] means =
        Arrays.stream(logOdds).mapToDouble(row -> Arrays.stream(row).average().orElse(0)).toArray();
    assertThat(means).containsExactly(numbers(node.get("mean_logit")), EXACT);
    double[] source = numbers(node.get("imagenet_top1"));
    Arrays.setAll(source, m -> LogOdds.of(source[m]));
    assertCorrelation(node, "pearson_p_two_sided", source, means);

    var errors = node.get("within_subject_standard_error");
    assertThat(WithinSubjectError.MOREY_2008.of(logOdds).orElseThrow())
        .containsExactly(numbers(errors.get("ddof1_morey")), EXACT);
    assertThat(WithinSubjectError.KORNBLITH_2019.of(logOdds).orElseThrow())
        .containsExactly(numbers(errors.get("ddof0_morey")), EXACT);

    for (JsonNode expected : node.get("paired_t_tests")) {
      var test =
          PairedT.of(logOdds[expected.get("a").asInt()], logOdds[expected.get("b").asInt()])
              .orElseThrow();
      assertThat(test.t()).isCloseTo(expected.get("t").asDouble(), EXACT);
      assertThat(test.df()).isEqualTo(expected.get("df").asInt());
      assertThat(test.p()).isCloseTo(expected.get("p").asDouble(), EXACT);
      assertThat(test.meanDifference())
          .isCloseTo(expected.get("mean_difference").asDouble(), EXACT);
      assertInterval(test.interval95(), expected.get("interval_95"));
    }
  }

  @Test
  void mcnemar_exact() {
    for (JsonNode expected : reference.get("mcnemar_exact").get("cases")) {
      double p = expected.get("p").asDouble();
      assertThat(McNemar.exactP(expected.get("b").asInt(), expected.get("c").asInt()))
          .as("b %s, c %s", expected.get("b"), expected.get("c"))
          .isCloseTo(p, within(p * 1e-10));
    }
  }

  @Test
  void rank_correlations_with_ties() {
    var node = reference.get("rank_correlation_with_ties");
    double[] x = numbers(node.get("x"));
    double[] y = numbers(node.get("y"));
    assertThat(Spearman.of(x, y).orElseThrow()).isCloseTo(node.get("spearman").asDouble(), EXACT);
    assertThat(KendallTauB.of(x, y).orElseThrow())
        .isCloseTo(node.get("kendall_tau_b").asDouble(), EXACT);
    assertThat(Pearson.of(x, y).orElseThrow().r()).isCloseTo(node.get("pearson").asDouble(), EXACT);
  }

  @Test
  void wilson_intervals() {
    for (JsonNode expected : reference.get("proportion_intervals_95")) {
      assertInterval(
          Wilson.interval95(expected.get("k").asLong(), expected.get("n").asLong()),
          expected.get("wilson"));
    }
  }

  private static void assertCorrelation(JsonNode node, String pName, double[] x, double[] y) {
    var pearson = Pearson.of(x, y).orElseThrow();
    double p = node.get(pName).asDouble();
    assertThat(pearson.r()).isCloseTo(node.get("pearson_r").asDouble(), EXACT);
    // Relative: p runs down to 3e-12, where an absolute bound would show nothing.
    assertThat(pearson.p()).isCloseTo(p, within(p * 1e-10));
    assertInterval(pearson.interval95(), node.get("fisher_z_interval_95"));
    assertThat(Spearman.of(x, y).orElseThrow()).isCloseTo(node.get("spearman").asDouble(), EXACT);
    assertThat(KendallTauB.of(x, y).orElseThrow())
        .isCloseTo(node.get("kendall_tau_b").asDouble(), EXACT);
    var line = LeastSquares.of(x, y).orElseThrow();
    assertThat(line.slope()).isCloseTo(node.get("slope").asDouble(), EXACT);
    assertThat(line.intercept()).isCloseTo(node.get("intercept").asDouble(), EXACT);
  }

  private static void assertInterval(Interval interval, JsonNode expected) {
    assertThat(interval.low()).isCloseTo(expected.get(0).asDouble(), EXACT);
    assertThat(interval.high()).isCloseTo(expected.get(1).asDouble(), EXACT);
  }

  private static double[][] table(JsonNode rows) {
    var table = new double[rows.size()][];
    Arrays.setAll(table, i -> numbers(rows.get(i)));
    return table;
  }

  private static double[] numbers(JsonNode array) {
    var numbers = new double[array.size()];
    Arrays.setAll(numbers, i -> array.get(i).asDouble());
    return numbers;
  }

  /** The folder {@code shared} beside the repository, whatever module the tests run in. */
  private static Path besideTheRepository() {
    Path module = Path.of("").toAbsolutePath();
    return module.resolveSibling("../shared").normalize();
  }
}
