package io.transferstudy.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.findings.LogOdds;
import io.transferstudy.study.report.LogitAxis.Tick;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LogitAxisTest {
  private static LogitAxis around(double low, double high) {
    return LogitAxis.around(DoubleStream.of(LogOdds.of(low), LogOdds.of(high)), 0.1);
  }

  @Test
  void wide_ranges_have_round_percentages() {
    assertThat(around(0.02, 0.98).ticks())
        .extracting(Tick::label)
        .containsExactly("5 %", "20 %", "50 %", "80 %", "95 %");
  }

  @Test
  void narrow_ranges_are_divided_more_finely() {
    assertThat(around(0.716, 0.808).ticks())
        .extracting(Tick::label)
        .containsExactly("72 %", "74 %", "76 %", "78 %", "80 %");
    assertThat(around(0.991, 0.995).ticks()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void one_value_and_none_still_give_an_axis() {
    assertThat(LogitAxis.around(DoubleStream.of(0.3), 0.1).position(0.3))
        .isCloseTo(0.5, within(1e-12));
    assertThat(LogitAxis.around(DoubleStream.empty(), 0.1).ticks()).isNotEmpty();
  }

  @Test
  void marks_are_in_order_and_apart() {
    var axis = around(0.3, 0.9);
    for (int i = 1; i < axis.ticks().size(); i++) {
      double apart =
          axis.position(axis.ticks().get(i).logOdds())
              - axis.position(axis.ticks().get(i - 1).logOdds());
      assertThat(apart).isGreaterThanOrEqualTo(0.1);
    }
  }
}
