package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumberFormatTest {
  private static final int ALL = 1 << 16;

  @Test
  void everyHalfPrecisionNumberIsExact() {
    float[] halves = all(NumberFormat.F16);
    float[] brains = all(NumberFormat.BF16);
    for (int bits = 0; bits < ALL; bits++) {
      // As objects, so that not-a-number equals itself and -0 is not 0.
      assertThat((Float) halves[bits]).isEqualTo((Float) byDefinition(bits, 5));
      assertThat((Float) brains[bits]).isEqualTo((Float) byDefinition(bits, 8));
    }
  }

  @Test
  void doublesAreRoundedToTheNearestFloat() {
    var in = ByteBuffer.allocate(2 * Double.BYTES).putDouble(0, 0.1).putDouble(Double.BYTES, -3);
    var out = FloatBuffer.allocate(2);
    NumberFormat.F64.toFloat("x").convert(in, out);
    assertThat(out.array()).containsExactly(0.1f, -3);
  }

  @ParameterizedTest
  @EnumSource(names = {"I64", "I32", "I16", "I8", "U8", "BOOL"})
  void wholeNumbersAreNoWeights(NumberFormat format) {
    assertThatThrownBy(() -> format.toFloat("fc.weight"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("fc.weight is stored as " + format);
  }

  /** What every combination of 16 bits stands for. */
  private static float[] all(NumberFormat format) {
    var in = ByteBuffer.allocate(ALL * Short.BYTES);
    for (int bits = 0; bits < ALL; bits++) {
      in.putShort((short) bits);
    }
    var out = FloatBuffer.allocate(ALL);
    format.toFloat("x").convert(in.flip(), out);
    return out.array();
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
