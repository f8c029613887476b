package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.findings.Correlation.Direction;
import io.transferstudy.study.findings.Correlation.Measured;
import io.transferstudy.study.findings.Correlation.NotEnough;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  private static final Map<String, Double> ACCURACY =
      Map.of("a", 0.50, "b", 0.60, "c", 0.75, "d", 0.80);

  private static Correlation correlation(Map<String, Double> sources, String... models) {
    return Sample.findings(
            Sample.grid(List.of(models), "x", "y"),
            sources,
            cell -> OptionalDouble.of(ACCURACY.get(cell.model())))
        .settings()
        .getFirst()
        .correlation();
  }

  @Test
  void is_pearsons_r_of_log_odds_over_models() {
    var sources = Map.of("a", 0.40, "b", 0.45, "c", 0.60, "d", 0.82);
    var measured = (Measured) correlation(sources, "a", "b", "c", "d");
    // scipy.stats.pearsonr(logit([.4, .45, .6, .82]), logit([.5, .6, .75, .8]))
    assertThat(measured.pearson().r()).isCloseTo(0.9234879240721187, within(1e-10));
    assertThat(measured.pearson().interval95().low()).isCloseTo(-0.3343702308952216, within(1e-10));
    assertThat(measured.direction()).isEqualTo(Direction.UNCLEAR);
    assertThat(measured.points()).hasSize(4);
  }

  @Test
  void needs_three_models_and_four_for_an_interval() {
    var sources = Map.of("a", 0.40, "b", 0.45, "c", 0.60);
    assertThat(correlation(sources, "a", "b"))
        .isInstanceOfSatisfying(
            NotEnough.class,
            not -> assertThat(not.reason()).startsWith("too few models: ").endsWith("there are 2"));
    var three = (Measured) correlation(sources, "a", "b", "c");
    assertThat(three.pearson().interval95()).isNull();
    assertThat(three.direction()).isEqualTo(Direction.UNCLEAR);
  }

  @Test
  void models_without_a_source_accuracy_are_left_out() {
    var sources = Map.of("a", 0.40, "b", 0.45, "d", 0.60);
    var measured = (Measured) correlation(sources, "a", "b", "c", "d");
    assertThat(measured.points()).extracting(Correlation.Point::model).containsOnly("a", "b", "d");
  }

  @Test
  void equal_source_accuracies_have_no_correlation() {
    var sources = Map.of("a", 0.40, "b", 0.40, "c", 0.40);
    assertThat(correlation(sources, "a", "b", "c"))
        .isInstanceOfSatisfying(
            NotEnough.class, not -> assertThat(not.reason()).startsWith("no correlation: all"));
  }
}
