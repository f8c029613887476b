package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrictMatchTest {
  private static final long[] ROW = {1, 3};
  private static final long[] HEAD = {10, 3};

  private final Map<String, long[]> network = new LinkedHashMap<>();

  StrictMatchTest() {
    network.put("conv.weight", ROW);
    network.put("fc.weight", new long[] {5, 3});
  }

  @Test
  void aReplacedHeadMayHaveAnyShapeOrBeAbsent() {
    var withHead = Map.of("conv.weight", ROW, "fc.weight", HEAD, "fc.bias", ROW);
    assertThatCode(() -> match(withHead, "fc.")).doesNotThrowAnyException();
    assertThatCode(() -> match(Map.of("conv.weight", ROW), "fc.")).doesNotThrowAnyException();
    assertThatThrownBy(() -> match(withHead, "none")).isInstanceOf(WeightsException.class);
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    var file = new LinkedHashMap<String, long[]>();
    file.put("conv.weight", HEAD);
    file.put("x", ROW);
    file.put("y\nz", ROW);
    assertThatThrownBy(() -> match(file, "none"))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "a.safetensors: the weights do not fit the network: 1 missing: fc.weight [5, 3];"
                + " 2 not the network's: x, y?z; 1 of another shape: conv.weight is [1, 3] in the"
                + " network and [10, 3] in the file");
  }

  @Test
  void namesTheFirstOfManyAndCountsTheRest() {
    var file = new LinkedHashMap<>(network);
    for (int i = 0; i < 1000; i++) {
      file.put("surplus" + i + "x".repeat(5000), ROW);
    }
    var thrown = catchThrowableOfType(WeightsException.class, () -> match(file, "none"));
    assertThat(thrown)
        .hasMessageContaining("1000 not the network's: surplus0xxx")
        .hasMessageEndingWith("... and 995 more");
    assertThat(thrown.getMessage()).hasSizeLessThan(1000);
  }

  @Test
  void whatStandsBeforeAllNamesIsTold() {
    var wrapped = new LinkedHashMap<String, long[]>();
    network.forEach((name, shape) -> wrapped.put("model." + name, shape));
    assertThatThrownBy(() -> match(wrapped, "none"))
        .hasMessageEndingWith("; all names of the file begin with 'model.': save them without it");
    assertThatThrownBy(() -> match(Map.of("model.other", ROW), "none"))
        .hasMessageNotContaining("begin with");
  }

  private void match(Map<String, long[]> found, String replaced) {
    StrictMatch.require(network, found, key -> key.startsWith(replaced), "a.safetensors");
  }
}
