package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.findings.AveragePrecision.Truth;
import io.transferstudy.study.grid.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Scores and their errors. */
class MetricsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void every_class_counts_alike() {
    var classes = List.of(new Tally(9, 10), new Tally(1, 2), new Tally(3, 3));
    Score score = MeanPerClass.of(classes);
    assertThat(score.value()).isCloseTo(0.8, EXACT);
    assertThat(score.metric()).isEqualTo(Metric.MEAN_PER_CLASS);
    assertThat(score.correct()).isEqualTo(13);
    assertThat(score.n()).isEqualTo(15);
    assertThat(score.standardError())
        .isCloseTo(Math.sqrt(0.09 / 10 + 0.25 / 2 + 0.0 / 3) / 3, EXACT);
    // sklearn.metrics.balanced_accuracy_score([0,0,0,1,1,2,2,2,2,3], [0,1,0,1,0,2,2,2,0,3])
    assertThat(
            MeanPerClass.value(
                List.of(new Tally(2, 3), new Tally(1, 2), new Tally(3, 4), new Tally(1, 1))))
        .isCloseTo(0.7291666666666666, EXACT);
  }

  @Test
  void of_one_class_it_is_top_1() {
    Score one = MeanPerClass.of(List.of(new Tally(17, 20)));
    Score top1 = Score.top1(17, 20);
    assertThat(one.value()).isCloseTo(top1.value(), EXACT);
    assertThat(one.standardError()).isCloseTo(top1.standardError(), EXACT);
    assertThat(one.interval95().low()).isCloseTo(top1.interval95().low(), EXACT);
    assertThat(one.interval95().high()).isCloseTo(top1.interval95().high(), EXACT);
  }

  @Test
  void a_few_examples_all_right_prove_little() {
    Score score = MeanPerClass.of(List.of(new Tally(5, 5), new Tally(5, 5)));
    assertThat(score.value()).isEqualTo(1);
    assertThat(score.standardError()).isZero();
    // Wilson's lower end of 5 of 5 is 0.5655: 1 - 0.4345 * sqrt(2) / 2.
    assertThat(score.interval95().low()).isCloseTo(1 - 0.43448246 * Math.sqrt(2) / 2, within(1e-7));
    assertThat(score.interval95().high()).isEqualTo(1);
  }

  /** Of 400 test sets drawn anew, about 95 % have an interval that holds the true mean. */
  @Test
  void the_interval_of_a_mean_per_class_covers_the_truth() {
    long seed = 20;
    var random = new SplittableRandom(seed);
    double[] truth = {0.98, 0.6, 0.85, 0.3};
    int[] images = {12, 30, 8, 50};
    int covered = 0;
    for (int set = 0; set < 400; set++) {
      var classes = new ArrayList<Tally>();
      for (int k = 0; k < truth.length; k++) {
        int correct = 0;
        for (int i = 0; i < images[k]; i++) {
          correct += random.nextDouble() < truth[k] ? 1 : 0;
        }
        classes.add(new Tally(correct, images[k]));
      }
      var interval = MeanPerClass.of(classes).interval95();
      covered += interval.low() <= 0.6825 && 0.6825 <= interval.high() ? 1 : 0;
    }
    assertThat(covered / 400.0).as("seed %d", seed).isBetween(0.92, 0.985);
  }

  @Test
  void an_mean_average_precision_has_an_error_in_which_drawn_sets_lie() {
    var truthful = new ArrayList<Double>();
    Score first = null;
    long seed = 3;
    var random = new SplittableRandom(seed);
    for (int set = 0; set < 60; set++) {
      var classes = List.of(ranking(random), ranking(random), ranking(random));
      truthful.add(ElevenPointMap.value(classes));
      if (set == 0) {
        first = ElevenPointMap.of(classes, 150, 75);
        assertThat(ElevenPointMap.of(classes, 150, 75)).as("the same again").isEqualTo(first);
      }
    }
    double mean = truthful.stream().mapToDouble(v -> v).average().orElseThrow();
    double deviation =
        Math.sqrt(truthful.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / 59);
    assertThat(first.standardError())
        .as("seed %d", seed)
        .isBetween(0.6 * deviation, 1.6 * deviation);
    assertThat(first.interval95().low()).isLessThan(first.value());
    assertThat(first.interval95().high()).isGreaterThan(first.value()).isLessThan(1);
    assertThat(first.value()).isEqualTo(truthful.getFirst());
  }

  private static AveragePrecision ranking(SplittableRandom random) {
    var scores = new float[150];
    var shows = new boolean[150];
    for (int i = 0; i < 150; i++) {
      shows[i] = random.nextInt(4) == 0;
      scores[i] = (float) (random.nextDouble() + (shows[i] ? 0.4 : 0));
    }
    return AveragePrecision.of(scores, i -> shows[i] ? Truth.PRESENT : Truth.ABSENT);
  }

  @Test
  void a_perfect_order_has_wilsons_interval() {
    var perfect =
        AveragePrecision.of(new float[] {3, 2, 1}, i -> i < 1 ? Truth.PRESENT : Truth.ABSENT);
    Score score = ElevenPointMap.of(List.of(perfect), 3, 1);
    assertThat(score.value()).isEqualTo(1);
    assertThat(score.interval95()).isEqualTo(new Interval(Wilson.interval95(3, 3).low(), 1));
    assertThat(score.measured()).isNotNull();
    assertThat(ElevenPointMap.value(List.of())).isZero();
  }
}
