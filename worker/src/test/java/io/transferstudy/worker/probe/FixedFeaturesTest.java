package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.protocol.L2Grid;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedFeaturesTest {
  private static final Engine ENGINE = Engine.start(2, Device.CPU);
  private static final LabelledFeatures ALL = RandomProblem.of(240, 20, 4, 1);
  private static final LabelledFeatures TRAIN = part(0, 180);
  private static final LabelledFeatures VALIDATION = part(180, 240);

  private static LabelledFeatures part(int from, int to) {
    return new LabelledFeatures(
        to - from,
        ALL.d(),
        ALL.classes(),
        java.util.Arrays.copyOfRange(ALL.features(), from * ALL.d(), to * ALL.d()),
        java.util.Arrays.copyOfRange(ALL.labels(), from, to));
  }

  private static double right(int[] predicted) {
    int right = 0;
    for (int i = 0; i < predicted.length; i++) {
      right += predicted[i] == VALIDATION.labels()[i] ? 1 : 0;
    }
    return right / 60.0;
  }

  @Test
  void theChoiceIsTheBestOnValidation() {
    var seen = new ArrayList<L2Candidate>();
    var setting = new FixedFeatures(ENGINE, L2Grid.VALUES);
    L2Choice choice =
        setting
            .choose(TRAIN, VALIDATION, FixedFeaturesTest::right, () -> false, seen::add)
            .orElseThrow();
    assertThat(choice.candidates()).hasSize(45).isEqualTo(seen);
    assertThat(seen).isSortedAccordingTo((a, b) -> Double.compare(b.lambda(), a.lambda()));
    for (L2Candidate candidate : choice.candidates()) {
      assertThat(candidate.score()).isLessThanOrEqualTo(choice.best().score());
      assertThat(candidate.suboptimalityAtMost()).isLessThanOrEqualTo(1e-4 * candidate.objective());
    }
    assertThat(choice.best().score()).isGreaterThan(0.5);
  }

  @Test
  void amongEquallyGoodOnesTheLargestLambdaWins() {
    var choice =
        new L2Choice(
            List.of(
                new L2Candidate(10, 0.7, 1, 0, 1),
                new L2Candidate(1, 0.8, 1, 0, 1),
                new L2Candidate(0.1, 0.8, 1, 0, 1)));
    assertThat(choice.best().lambda()).isEqualTo(1);
  }

  @Test
  void theRefitIsTheOptimumOnAllExamples() {
    var setting = new FixedFeatures(ENGINE, L2Grid.VALUES);
    LabelledFeatures all = TRAIN.and(VALIDATION);
    double lambda = L2Grid.VALUES.get(24);
    L2Solution fit = setting.refit(all, lambda, () -> false).orElseThrow();
    assertThat(fit.lambda()).isEqualTo(lambda);
    double optimum =
        NewtonReference.objective(all, new NewtonReference(all, lambda).solve(), lambda);
    assertThat(fit.objective()).isCloseTo(optimum, within(1e-6 * optimum));
  }

  @Test
  void stopsBetweenLambdas() {
    var seen = new ArrayList<L2Candidate>();
    var setting = new FixedFeatures(ENGINE, L2Grid.VALUES);
    assertThat(
            setting.choose(
                TRAIN, VALIDATION, FixedFeaturesTest::right, () -> seen.size() == 3, seen::add))
        .isEmpty();
    assertThat(seen).hasSize(3);
    assertThat(setting.refit(TRAIN, 1e-3, () -> true)).isEmpty();
  }
}
