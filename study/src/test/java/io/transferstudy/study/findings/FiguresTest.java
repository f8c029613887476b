package io.transferstudy.study.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "812, 812",
    "999, 999",
    "1000, 1.00 k",
    "9994, 9.99 k",
    "9996, 10.0 k",
    "20884, 20.9 k",
    "99960, 100 k",
    "999499, 999 k",
    "999500, 1.00 M",
    "568740352, 569 M",
    "4089184256, 4.09 G",
    "9223372036854775807, 9223372 T"
  })
  void largeCountsHaveThreeDigits(long count, String text) {
    assertThat(Figures.magnitude(count)).isEqualTo(text);
  }
}
