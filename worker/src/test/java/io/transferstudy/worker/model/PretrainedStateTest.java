package io.transferstudy.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.weights.Safetensors;
import io.transferstudy.worker.weights.SavedByTorch;
import io.transferstudy.worker.weights.Tensor;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainedStateTest {
  private static final NetworkGraph TEN = LeNet.SMALL.network(10);

  @TempDir Path folder;

  @Test
  void bothFormatsGiveTheSameState() throws IOException {
    Map<String, Tensor> state = Initialization.random(TEN, 7);
    Path torch = folder.resolve("a.pth");
    SavedByTorch.write(torch, state);
    Path safetensors = folder.resolve("a.safetensors");
    Safetensors.write(safetensors, state, Map.of());
    assertThat(PretrainedState.whole(TEN, torch)).isEqualTo(state);
    assertThat(PretrainedState.whole(TEN, safetensors)).isEqualTo(state);
  }

  /** An activation that clips turns what is no number into one, so that outputs do not tell. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void numbersThatAreNoneAreNamed(float value) throws IOException {
    Map<String, Tensor> state = Initialization.random(TEN, 7);
    state.get("conv1.weight").data()[3] = value;
    Path file = folder.resolve("damaged.safetensors");
    Safetensors.write(file, state, Map.of());
    assertThatThrownBy(() -> PretrainedState.whole(TEN, file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(
            file + ": conv1.weight holds " + value + ", which is no finite number; ");
  }

  @Test
  void aVarianceBelowZeroIsNamed() throws IOException {
    NetworkGraph graph = ResNet.R8.network(10);
    Map<String, Tensor> state = Initialization.random(graph, 7);
    state.get("bn1.running_var").data()[0] = -0.5f;
    Path file = folder.resolve("damaged.pth");
    SavedByTorch.write(file, state);
    assertThatThrownBy(() -> PretrainedState.withNewClassifier(graph, file, 1))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("bn1.running_var holds -0.5, which no variance can be");
    state.get("bn1.running_var").data()[0] = 0;
    SavedByTorch.write(file, state);
    assertThat(PretrainedState.whole(graph, file)).isEqualTo(state);
  }

  @Test
  void aBackgroundClassIsCountedAndLeftOutWithTheClassifier() throws IOException {
    NetworkGraph more = LeNet.SMALL.network(1001);
    Map<String, Tensor> state = Initialization.random(more, 7);
    Path file = folder.resolve("background.pth");
    SavedByTorch.write(file, state);
    assertThat(PretrainedState.classes(TEN, file)).hasValue(1001);
    assertThat(PretrainedState.whole(more, file)).isEqualTo(state);
    Map<String, Tensor> carried = PretrainedState.withNewClassifier(TEN, file, 3);
    assertThat(carried).isEqualTo(Initialization.withNewClassifier(TEN, state, 3));
    assertThat(carried.get("conv1.weight")).isEqualTo(state.get("conv1.weight"));
    assertThatThrownBy(() -> PretrainedState.whole(TEN, file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("2 of another shape")
        .hasMessageContaining("[1001");
  }

  @Test
  void aFileWithoutClassifierHasFeaturesAndNoClasses() throws IOException {
    var body = new LinkedHashMap<>(Initialization.random(TEN, 7));
    body.keySet().removeIf(TEN::isClassifier);
    Path file = folder.resolve("body.safetensors");
    Safetensors.write(file, body, Map.of());
    assertThat(PretrainedState.withNewClassifier(TEN, file, 3)).containsAllEntriesOf(body);
    assertThat(PretrainedState.classes(TEN, file)).isEmpty();
  }

  @Test
  void auxiliaryHeadsAndNothingElseAreLeftOut() throws IOException {
    Map<String, Tensor> state = Initialization.random(TEN, 7);
    var more = new LinkedHashMap<>(state);
    more.put("AuxLogits.fc.weight", Tensor.filled(1, 2));
    more.put("aux1.fc.weight", Tensor.filled(1, 2));
    more.put("aux2.conv.bn.running_var", Tensor.filled(1, 2));
    Path file = folder.resolve("auxiliary.pth");
    SavedByTorch.write(file, more);
    assertThat(PretrainedState.whole(TEN, file)).isEqualTo(state);
    more.put("auxiliary", Tensor.filled(1, 2));
    SavedByTorch.write(file, more);
    assertThatThrownBy(() -> PretrainedState.whole(TEN, file))
        .isInstanceOf(WeightsException.class)
        .hasMessageEndingWith("1 not the network's: auxiliary");
  }

  @Test
  void anotherNetworksWeightsAreToldApartAtOnce() throws IOException {
    Path file = folder.resolve("other.safetensors");
    Safetensors.write(file, Initialization.random(ResNet.R8.network(10), 7), Map.of());
    assertThatThrownBy(() -> PretrainedState.whole(TEN, file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + ": the weights do not fit the network: ")
        .hasMessageContaining(" missing: ")
        .hasMessageContaining(" not the network's: ");
  }
}
