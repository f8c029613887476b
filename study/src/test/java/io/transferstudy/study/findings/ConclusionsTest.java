package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.findings.Correlation.Direction;
import io.transferstudy.study.findings.Correlation.Measured;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Setting.Initialisation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConclusionsTest {
  private static final List<String> MODELS = List.of("m1", "m2", "m3", "m4", "m5");
  private static final Map<String, Double> SOURCES =
      Map.of("m1", 0.40, "m2", 0.50, "m3", 0.60, "m4", 0.70, "m5", 0.80);

  private static Grid grid() {
    return Sample.grid(MODELS, "x", "y", "z");
  }

  /**
   * Rises with the source accuracy in every setting; random-init 20 to 23 points below fine-tuned.
   */
  private static OptionalDouble rising(CellId cell) {
    double setting =
        Map.of("fixed-features", 0.02, "fine-tuned", 0.10, "random-init", -0.10)
            .get(cell.setting());
    double dataset = Map.of("x", 0.0, "y", 0.05, "z", -0.07).get(cell.dataset());
    double wiggle = cell.model().equals("m3") ? 0.03 : 0;
    if (cell.setting().equals("random-init") && cell.dataset().equals("z")) {
      dataset -= 0.03;
    }
    return OptionalDouble.of(0.30 + SOURCES.get(cell.model()) / 2 + setting + dataset + wiggle);
  }

  /** The two trained settings with the same recipe. */
  private static List<Setting> equalBudgets(Grid grid) {
    var tuned = (Setting.Training) grid.settings().get(1);
    Recipe recipe = tuned.recipe();
    return List.of(
        grid.settings().getFirst(),
        tuned,
        new Setting.Training("random-init", Initialisation.RANDOM, recipe));
  }

  @Test
  void a_finished_study_with_a_clear_relation() {
    var grid = Sample.withSettings(grid(), equalBudgets(grid()));
    var conclusions = Conclusions.of(Sample.findings(grid, SOURCES, ConclusionsTest::rising));
    assertThat(conclusions.sentences())
        .containsExactly(
            "Models better on the source (shapes) also transferred better: r = 0.98 [0.76, 1.00]"
                + " with fixed features, 0.99 [0.80, 1.00] fine-tuned, over only 5 models;"
                + " 95 % intervals in brackets.",
            "At an equal training budget fine-tuning beat random initialisation by 21 points of"
                + " accuracy (95 % interval over 3 data sets 17 to 25; at least"
                + " as good in 15 of 15 pairs of model and data set); longer training usually"
                + " narrows such a gap.",
            "Random-init accuracy also correlates with source accuracy (r = 0.98 [0.70, 1.00],"
                + " 5 models), so part of this may be better learners, not better transfer; the"
                + " images are drawn by a program, and toy images say nothing about ImageNet.");
  }

  @Test
  void a_negative_relation_is_said_to_be_one() {
    var conclusions =
        Conclusions.of(
            Sample.findings(
                grid(), SOURCES, cell -> OptionalDouble.of(1 - rising(cell).orElseThrow())));
    assertThat(conclusions.transfer())
        .startsWith(
            "Models better on the source (shapes) transferred worse: r = -0.98 [-1.00, -0.76]");
    assertThat(conclusions.pretraining())
        .startsWith("With the training that each setting was given, which differs, random");
    assertThat(conclusions.caution()).startsWith("Random-init accuracy falls with source");
  }

  @Test
  void settings_that_disagree_are_told_apart() {
    var conclusions =
        Conclusions.of(
            Sample.findings(
                grid(),
                SOURCES,
                cell ->
                    cell.setting().equals("fine-tuned")
                        ? OptionalDouble.of(cell.model().equals("m3") ? 0.8 : 0.7)
                        : rising(cell)));
    assertThat(conclusions.transfer())
        .contains(
            "transferred clearly better with fixed features, neither clearly better nor worse"
                + " fine-tuned: r = ");
  }

  @Test
  void an_unfinished_study_says_how_far_it_is() {
    var conclusions =
        Conclusions.of(
            Sample.findings(
                grid(),
                SOURCES,
                cell ->
                    cell.setting().equals("fixed-features")
                        ? rising(cell)
                        : OptionalDouble.empty()));
    assertThat(conclusions.transfer())
        .startsWith("So far (15 of 45 cells) models better on the source (shapes) also")
        .endsWith("95 % intervals in brackets; fine-tuned there is no correlation yet.");
    assertThat(conclusions.pretraining()).startsWith("Not enough cells yet to compare");
    assertThat(conclusions.caution()).startsWith("Random-init accuracy cannot be correlated");
  }

  @Test
  void nothing_finished_and_no_sources() {
    var nothing = Sample.findings(grid(), Map.of(), cell -> OptionalDouble.empty());
    assertThat(Conclusions.of(nothing).transfer())
        .isEqualTo(
            "No source accuracies are known yet, so nothing can be said about whether models better"
                + " on their source transfer better.");
    var noCells = Sample.findings(grid(), SOURCES, cell -> OptionalDouble.empty());
    assertThat(Conclusions.of(noCells).transfer())
        .isEqualTo(
            "Whether models better on the source (shapes) transfer better is open: not enough cells"
                + " yet: a correlation needs 3 models with source and transfer accuracy, there are"
                + " 0.");
  }

  @Test
  void an_absent_setting_is_named() {
    var onlyFixed = Sample.withSettings(grid(), grid().settings().subList(0, 1));
    var conclusions = Conclusions.of(Sample.findings(onlyFixed, SOURCES, ConclusionsTest::rising));
    assertThat(conclusions.pretraining()).contains("it has no setting that fine-tunes");
    assertThat(conclusions.caution()).startsWith("Without a setting that trains from random");
    var onlyRandom = Sample.withSettings(grid(), grid().settings().subList(2, 3));
    assertThat(Conclusions.of(Sample.findings(onlyRandom, SOURCES, c -> rising(c))).transfer())
        .startsWith("Nothing is transferred in this study");
  }

  @Test
  void three_models_have_no_interval() {
    var grid = Sample.grid(MODELS.subList(0, 3), "x", "y", "z");
    var conclusions = Conclusions.of(Sample.findings(grid, SOURCES, ConclusionsTest::rising));
    assertThat(conclusions.transfer())
        .startsWith("Models better on the source (shapes) did not clearly transfer better or worse")
        .endsWith("over only 3 models; too few models for an interval.");
  }

  /** Whatever the numbers, the words follow from them. */
  @Test
  void words_follow_from_the_numbers_in_500_random_studies() {
    var random = new SplittableRandom(11);
    for (int study = 0; study < 500; study++) {
      double trend = random.nextDouble(-0.6, 0.6);
      double noise = random.nextDouble(0, 0.1);
      double finished = random.nextDouble(0.2, 1.3);
      var sources = new HashMap<String, Double>();
      SOURCES.forEach((model, value) -> {
        if (random.nextDouble() < 0.9) {
          sources.put(model, value);
        }
      });
      var findings =
          Sample.findings(
              grid(),
              sources,
              cell ->
                  random.nextDouble() > finished
                      ? OptionalDouble.empty()
                      : OptionalDouble.of(
                          Math.clamp(
                              0.5
                                  + trend * (SOURCES.get(cell.model()) - 0.6)
                                  + noise * random.nextDouble(-1, 1),
                              0,
                              1)));
      var conclusions = Conclusions.of(findings);
      for (String sentence : conclusions.sentences()) {
        assertThat(sentence)
            .matches("[A-Z].*\\.")
            .doesNotContain("NaN", "null", "Infinity", "..", "  ");
      }
      var directions =
          findings.settings().subList(0, 2).stream()
              .filter(s -> s.correlation() instanceof Measured)
              .map(s -> ((Measured) s.correlation()).direction())
              .distinct()
              .toList();
      assertThat(conclusions.transfer().contains("also transferred better:"))
          .isEqualTo(directions.equals(List.of(Direction.BETTER)));
      assertThat(conclusions.transfer().contains(" transferred worse:"))
          .isEqualTo(directions.equals(List.of(Direction.WORSE)));
      assertThat(conclusions.transfer().startsWith("So far"))
          .isEqualTo(!findings.complete() && !directions.isEmpty());
      SettingGap.of(findings.settings().get(1).scores(), findings.settings().get(2).scores())
          .ifPresent(gap ->
              assertThat(conclusions.pretraining().contains("fine-tuning beat"))
                  .isEqualTo(gap.clear() && gap.difference() > 0));
    }
  }
}
