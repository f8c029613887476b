package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSearchTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.2, 1, 1.9, 30, 500})
  void findsTheFlatPartOfAParabola(double minimum) {
    double step = LineSearch.step(t -> t / minimum - 1, -1).orElseThrow();
    assertThat(Math.abs(step / minimum - 1)).isLessThanOrEqualTo(0.3);
  }

  @Test
  void findsItOfACurveThatFlattens() {
    DoubleUnaryOperator slope = t -> Math.tanh(t - 8);
    double step = LineSearch.step(slope, slope.applyAsDouble(0)).orElseThrow();
    assertThat(Math.abs(slope.applyAsDouble(step))).isLessThanOrEqualTo(0.3);
  }

  @Test
  void backsOutOfOverflow() {
    DoubleUnaryOperator slope = t -> t > 0.05 ? Double.NaN : 40 * t - 1;
    double step = LineSearch.step(slope, -1).orElseThrow();
    assertThat(step).isBetween(0.7 / 40, 1.3 / 40);
  }

  @Test
  void givesUpWhereNoSlopeIsLess() {
    var trials = new AtomicInteger();
    OptionalDouble step =
        LineSearch.step(
            t -> {
              trials.incrementAndGet();
              return 2;
            },
            -1);
    assertThat(step).isEmpty();
    assertThat(trials).hasValue(12);
  }
}
