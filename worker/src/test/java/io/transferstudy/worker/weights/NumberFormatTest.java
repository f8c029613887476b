package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumberFormatTest {
  @Test
  void everyHalfPrecisionNumberIsExact() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      // As objects, so that not-a-number equals itself and -0 is not 0.
      assertThat((Float) next(NumberFormat.F16, bits)).isEqualTo((Float) byDefinition(bits, 5));
      assertThat((Float) next(NumberFormat.BF16, bits)).isEqualTo((Float) byDefinition(bits, 8));
    }
  }

  @Test
  void doublesAreRoundedToTheNearestFloat() {
    var in = ByteBuffer.allocate(Double.BYTES).putDouble(0, 0.1);
    assertThat(NumberFormat.F64.toFloat("x").next(in)).isEqualTo(0.1f);
  }

  @ParameterizedTest
  @EnumSource(names = {"I64", "I32", "I16", "I8", "U8", "BOOL"})
  void wholeNumbersAreNoWeights(NumberFormat format) {
    assertThatThrownBy(() -> format.toFloat("fc.weight"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("fc.weight is stored as " + format);
  }

  private static float next(NumberFormat format, int bits) {
    return format.toFloat("x").next(ByteBuffer.allocate(Short.BYTES).putShort(0, (short) bits));
  }

  /** IEEE 754's definition: sign, exponent of so many bits, the rest fraction. */
  private static float byDefinition(int bits, int exponentBits) {
    int fractionBits = 15 - exponentBits;
    int bias = (1 << (exponentBits - 1)) - 1;
    int exponent = bits >> fractionBits & ((1 << exponentBits) - 1);
    double fraction = (bits & ((1 << fractionBits) - 1)) / (double) (1 << fractionBits);
    double sign = (bits & 0x8000) == 0 ? 1 : -1;
    if (exponent == (1 << exponentBits) - 1) {
      return (float) (fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN);
    }
    return (float)
        (exponent == 0
            ? sign * Math.scalb(fraction, 1 - bias)
            : sign * Math.scalb(1 + fraction, exponent - bias));
  }
}
