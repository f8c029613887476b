package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrictMatchTest {
  private static final Tensor ROW = Tensor.filled(1, 1, 3);
  private static final Tensor HEAD = Tensor.filled(2, 10, 3);

  private final Map<String, long[]> network = new LinkedHashMap<>();

  StrictMatchTest() {
    network.put("conv.weight", new long[] {1, 3});
    network.put("fc.weight", new long[] {5, 3});
  }

  @Test
  void aReplacedHeadMayHaveAnyShapeOrBeAbsent() {
    var withHead = Map.of("conv.weight", ROW, "fc.weight", HEAD, "fc.bias", ROW);
    assertThat(match(withHead, "fc.")).isEqualTo(Map.of("conv.weight", ROW));
    assertThat(match(Map.of("conv.weight", ROW), "fc.")).isEqualTo(Map.of("conv.weight", ROW));
  }

  @Test
  void namesTheFirstWrongShape() {
    assertThatThrownBy(() -> match(Map.of("conv.weight", HEAD, "fc.weight", HEAD), "none"))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "a.safetensors: the weights do not fit the network: conv.weight: the network has"
                + " [1, 3], the file [10, 3]");
  }

  @Test
  void namesWhatIsMissingAndWhatIsTooMuch() {
    assertThatThrownBy(() -> match(Map.of("conv.weight", ROW), "none"))
        .hasMessageEndingWith("fc.weight: the network has [5, 3], the file none");
    var surplus = Map.of("conv.weight", ROW, "fc.weight", Tensor.filled(0, 5, 3), "x", ROW);
    assertThatThrownBy(() -> match(surplus, "none"))
        .hasMessageEndingWith("x: the network has none, the file [1, 3]");
  }

  private Map<String, Tensor> match(Map<String, Tensor> found, String replaced) {
    return StrictMatch.of(network, found, key -> key.startsWith(replaced), "a.safetensors");
  }
}
