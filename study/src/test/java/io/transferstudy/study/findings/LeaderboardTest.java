package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.findings.Leaderboard.Ranked;
import io.transferstudy.study.findings.Leaderboard.Standing;
import io.transferstudy.study.findings.Leaderboard.Unranked;
import io.transferstudy.study.grid.CellId;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LeaderboardTest {
  private static final List<String> MODELS = List.of("a", "b", "c");

  /** Accuracy by model, shifted by data set. */
  private static OptionalDouble usual(CellId cell) {
    double model = Map.of("a", 0.60, "b", 0.80, "c", 0.79).get(cell.model());
    double dataset = Map.of("x", 0.0, "y", 0.1, "z", -0.2).get(cell.dataset());
    double noise = cell.model().equals("c") && cell.dataset().equals("x") ? 0.05 : 0;
    return OptionalDouble.of(model + dataset + noise);
  }

  private static Leaderboard fixedFeatures(Function<CellId, OptionalDouble> accuracy) {
    return Sample.findings(Sample.grid(MODELS, "x", "y", "z"), Map.of(), accuracy)
        .settings()
        .getFirst()
        .leaderboard();
  }

  @Test
  void models_are_ordered_by_mean_log_odds_over_all_data_sets() {
    var board = fixedFeatures(LeaderboardTest::usual);
    assertThat(board.commonDatasets()).containsExactly("x", "y", "z");
    assertThat(board.ranked()).extracting(Ranked::model).containsExactly("c", "b", "a");
    assertThat(board.ranked()).extracting(Ranked::place).containsExactly(1, 2, 3);
    assertThat(board.unranked()).isEmpty();
    // np.mean(scipy.special.logit([0.84, 0.89, 0.59])), and its inverse
    var best = board.best().orElseThrow();
    assertThat(best.meanLogOdds()).isCloseTo(1.3709781835795711, within(1e-10));
    assertThat(best.typicalAccuracy()).isCloseTo(0.7975381478702639, within(1e-10));
  }

  @Test
  void only_what_a_test_tells_apart_is_behind() {
    var board = fixedFeatures(LeaderboardTest::usual);
    assertThat(board.ranked())
        .extracting(Ranked::standing)
        .containsExactly(Standing.BEST, Standing.NOT_YET_TESTED, Standing.BEHIND);
    assertThat(board.ranked().getFirst().againstBest()).isNull();
    assertThat(board.ranked().get(1).againstBest().p()).isGreaterThan(0.05);
    assertThat(board.ranked().get(2).againstBest().meanDifference()).isPositive();
  }

  @Test
  void a_model_that_lacks_much_is_listed_after_with_what_is_missing() {
    var board =
        fixedFeatures(cell ->
            cell.model().equals("b") && !cell.dataset().equals("y")
                ? OptionalDouble.empty()
                : usual(cell));
    assertThat(board.commonDatasets()).containsExactly("x", "y", "z");
    assertThat(board.ranked()).extracting(Ranked::model).containsExactly("c", "a");
    assertThat(board.unranked()).containsExactly(new Unranked("b", List.of("x", "z")));
  }

  @Test
  void a_data_set_that_few_have_finished_is_left_out_for_all() {
    var board =
        fixedFeatures(cell ->
            cell.dataset().equals("x") && !cell.model().equals("a")
                ? OptionalDouble.empty()
                : usual(cell));
    assertThat(board.commonDatasets()).containsExactly("y", "z");
    assertThat(board.datasets()).isEqualTo(3);
    assertThat(board.ranked()).extracting(Ranked::model).containsExactly("b", "c", "a");
    assertThat(board.unranked()).isEmpty();
  }

  @Test
  void nothing_finished_ranks_nobody() {
    var board = fixedFeatures(cell -> OptionalDouble.empty());
    assertThat(board.ranked()).isEmpty();
    assertThat(board.best()).isEmpty();
    assertThat(board.unranked()).hasSize(3);
  }

  @Test
  void one_data_set_gives_an_order_without_errors_or_tests() {
    var board =
        fixedFeatures(cell -> cell.dataset().equals("y") ? usual(cell) : OptionalDouble.empty());
    assertThat(board.ranked()).extracting(Ranked::standardError).containsOnlyNulls();
    assertThat(board.ranked())
        .extracting(Ranked::standing)
        .containsExactly(Standing.BEST, Standing.NOT_YET_TESTED, Standing.NOT_YET_TESTED);
  }

  @Test
  void equal_means_share_a_place() {
    var board = fixedFeatures(cell -> OptionalDouble.of(cell.model().equals("b") ? 0.5 : 0.7));
    assertThat(board.ranked()).extracting(Ranked::place).containsExactly(1, 1, 3);
    assertThat(board.ranked()).extracting(Ranked::model).containsExactly("a", "c", "b");
  }

  @Test
  void log_odds_are_averaged_over_seeds_first_and_a_missing_seed_is_a_missing_data_set() {
    var grid = Sample.withSeeds(Sample.grid(List.of("a", "b"), "x", "y"), 1L, 2L);
    Function<CellId, OptionalDouble> two =
        cell ->
            cell.seed() == 2 && cell.model().equals("b") && cell.dataset().equals("y")
                ? OptionalDouble.empty()
                : OptionalDouble.of(cell.seed() == 1 ? 0.5 : 0.9);
    var found = Sample.findings(grid, Map.of(), two).settings().getFirst();
    assertThat(found.leaderboard().commonDatasets()).containsExactly("x");
    // (logit(0.5) + logit(0.9)) / 2
    assertThat(found.leaderboard().ranked().getFirst().meanLogOdds())
        .isCloseTo(1.0986122886681098, within(1e-10));
    var seeds = found.scores().at("a", "x").orElseThrow();
    assertThat(seeds.value()).isCloseTo(0.7, within(1e-12));
    assertThat(seeds.interval()).isEqualTo(new Interval(0.5, 0.9));
    assertThat(found.scores().at("b", "y").orElseThrow().seeds()).isEqualTo(1);
  }

  @Test
  void scores_of_zero_and_one_stay_finite() {
    var board = fixedFeatures(cell -> OptionalDouble.of(cell.model().equals("a") ? 0 : 1));
    assertThat(board.ranked()).allMatch(r -> Double.isFinite(r.meanLogOdds()));
    assertThat(board.ranked().getLast().model()).isEqualTo("a");
  }
}
