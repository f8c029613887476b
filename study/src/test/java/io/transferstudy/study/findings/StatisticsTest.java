package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Each statistic against SciPy 1.17.1 and NumPy 2.4.6; the call stands above its numbers. */
class StatisticsTest {
  private static final Offset<Double> EXACT = within(1e-10);
  private static final double[] X = {0.40, 0.45, 0.55, 0.58, 0.81, 0.82};
  private static final double[] Y = {-0.37, -0.26, -0.12, -0.16, 0.42, 0.41};

  @Test
  void wilson_interval() {
    // scipy.stats.binomtest(k, n).proportion_ci(0.95, "wilson")
    assertInterval(Wilson.interval95(0, 5), 0, 0.43448246478317476);
    assertInterval(Wilson.interval95(17, 20), 0.6395811352592431, 0.9476312541037835);
    assertInterval(Wilson.interval95(150, 500), 0.26148193214069826, 0.3415678040439226);
    assertThatThrownBy(() -> Wilson.interval95(6, 5))
        .hasMessage("cannot give an interval for 6 correct of 5 examples");
  }

  @Test
  void log_odds_are_the_logit_inside_and_half_an_example_away_at_the_edges() {
    // scipy.special.logit(0.75), logit(0.5 / 21)
    assertThat(LogOdds.of(0.75)).isCloseTo(1.0986122886681098, EXACT);
    assertThat(LogOdds.of(0.0, 20)).isCloseTo(-3.713572066704308, EXACT);
    assertThat(LogOdds.of(1.0, 20)).isCloseTo(3.713572066704308, EXACT);
    for (int correct = 1; correct < 20; correct++) {
      double fraction = correct / 20.0;
      assertThat(LogOdds.of(fraction, 20)).isEqualTo(LogOdds.of(fraction));
      assertThat(LogOdds.toFraction(LogOdds.of(fraction))).isCloseTo(fraction, EXACT);
    }
    assertThat(LogOdds.of(0.0, 20)).isLessThan(LogOdds.of(0.05, 20));
    assertThatThrownBy(() -> LogOdds.of(1.0)).hasMessageContaining("strictly between 0 and 1");
  }

  @Test
  void pearson_with_p_and_fisher_interval() {
    // scipy.stats.pearsonr(x, y), its .confidence_interval()
    var pearson = Pearson.of(X, Y).orElseThrow();
    assertThat(pearson.r()).isCloseTo(0.9870732505889084, EXACT);
    assertThat(pearson.p()).isCloseTo(0.00024957124009639196, EXACT);
    assertInterval(pearson.interval95(), 0.8822819624075569, 0.9986475264417625);
    assertThat(pearson.r2()).isCloseTo(0.9743136020235016, EXACT);

    var three = Pearson.of(new double[] {1, 2, 4}, new double[] {1, 3, 2}).orElseThrow();
    assertThat(three.r()).isCloseTo(0.3273268353539885, EXACT);
    assertThat(three.p()).isCloseTo(0.7877043849903435, EXACT);
    assertThat(three.interval95()).isNull();
  }

  @Test
  void pearson_is_undefined_for_two_points_and_for_a_constant() {
    assertThat(Pearson.of(new double[] {1, 2}, new double[] {1, 3})).isEmpty();
    assertThat(Pearson.of(new double[] {1, 1, 1}, new double[] {1, 3, 2})).isEmpty();
    assertThat(Pearson.of(new double[] {1, 2, 3}, new double[] {2, 2, 2})).isEmpty();
  }

  @Test
  void pearson_of_a_perfect_line_stays_within_bounds() {
    var line = Pearson.of(new double[] {1, 2, 3, 4}, new double[] {8, 6, 4, 2}).orElseThrow();
    assertThat(line.r()).isEqualTo(-1);
    assertThat(line.p()).isZero();
    assertThat(line.interval95()).isEqualTo(new Interval(-1, -1));
  }

  @Test
  void rank_correlations() {
    // scipy.stats.spearmanr(x, y), kendalltau(x, y)
    assertThat(Spearman.of(X, Y).orElseThrow()).isCloseTo(0.8857142857142858, EXACT);
    assertThat(KendallTauB.of(X, Y).orElseThrow()).isCloseTo(0.7333333333333333, EXACT);
    // Ties: spearmanr([1, 2, 2, 3, 4], [3, 1, 1, 4, 3]), kendalltau of the same
    double[] x = {1, 2, 2, 3, 4};
    double[] y = {3, 1, 1, 4, 3};
    assertThat(Spearman.of(x, y).orElseThrow()).isCloseTo(0.37851664930511264, EXACT);
    assertThat(KendallTauB.of(x, y).orElseThrow()).isCloseTo(0.2357022603955158, EXACT);
    assertThat(KendallTauB.of(x, new double[5])).isEmpty();
  }

  @Test
  void least_squares_line() {
    // scipy.stats.linregress(x, y)
    var line = LeastSquares.of(X, Y).orElseThrow();
    assertThat(line.slope()).isCloseTo(1.9047820120342025, EXACT);
    assertThat(line.intercept()).isCloseTo(-1.1593771772405785, EXACT);
    assertThat(line.at(0.5)).isCloseTo(-0.20698617122347725, EXACT);
    assertThat(LeastSquares.of(new double[] {2, 2}, new double[] {1, 3})).isEmpty();
  }

  @Test
  void within_subject_errors() {
    // T = [[0.1, 1.2, 0.5], [0.4, 1.0, 0.9]]; z = T - T.mean(0)
    // z.std(axis=1, ddof=0) / sqrt(3) * sqrt(2), then ddof=1
    double[][] table = {{0.1, 1.2, 0.5}, {0.4, 1.0, 0.9}};
    for (double error : WithinSubjectError.KORNBLITH_2019.of(table).orElseThrow()) {
      assertThat(error).isCloseTo(0.1071516751221439, EXACT);
    }
    for (double error : WithinSubjectError.MOREY_2008.of(table).orElseThrow()) {
      assertThat(error).isCloseTo(0.13123346456686347, EXACT);
    }
  }

  @Test
  void within_subject_errors_need_two_models_and_two_datasets() {
    assertThat(WithinSubjectError.MOREY_2008.of(new double[][] {{1, 2}})).isEmpty();
    assertThat(WithinSubjectError.MOREY_2008.of(new double[][] {{1}, {2}})).isEmpty();
    assertThat(WithinSubjectError.MOREY_2008.of(new double[0][])).isEmpty();
  }

  @Test
  void mcnemar_exact() {
    // scipy.stats.binomtest(3, 13, 0.5).pvalue
    assertThat(McNemar.exactP(10, 3)).isCloseTo(0.09228515625, EXACT);
    assertThat(McNemar.exactP(3, 10)).isEqualTo(McNemar.exactP(10, 3));
    assertThat(McNemar.exactP(0, 0)).isEqualTo(1);
  }

  @Test
  void paired_t() {
    // t = scipy.stats.ttest_rel(a, b); t.confidence_interval()
    double[] a = {0.9, 1.1, 0.2, -0.4, 0.6};
    double[] b = {0.7, 1.2, -0.1, -0.9, 0.1};
    var test = PairedT.of(a, b).orElseThrow();
    assertThat(test.t()).isCloseTo(2.5144742283748496, EXACT);
    assertThat(test.df()).isEqualTo(4);
    assertThat(test.p()).isCloseTo(0.06574284815086902, EXACT);
    assertThat(test.meanDifference()).isCloseTo(0.28, EXACT);
    assertInterval(test.interval95(), -0.029171842241482393, 0.5891718422414826);
    assertThat(PairedT.of(new double[] {1, 2}, new double[] {2, 3})).isEmpty();
    assertThat(PairedT.of(new double[] {1}, new double[] {2})).isEmpty();
  }

  private static void assertInterval(Interval interval, double low, double high) {
    assertThat(interval.low()).isCloseTo(low, EXACT);
    assertThat(interval.high()).isCloseTo(high, EXACT);
  }
}
