package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WeightsFileTest {
  private static final Tensor TWO = new Tensor(new long[] {2}, new float[] {1, -2});
  private static final Tensor FOUR = new Tensor(new long[] {2, 2}, new float[] {1, 2, 3, 4});

  @TempDir Path folder;

  @Test
  void theContentTellsTheFormat() throws IOException {
    var state = new LinkedHashMap<String, Tensor>();
    state.put("b", TWO);
    state.put("a", FOUR);
    Path torch = folder.resolve("model.safetensors");
    SavedByTorch.write(torch, state);
    Path safetensors = folder.resolve("model.pth");
    Safetensors.write(safetensors, state, Map.of());
    for (Path file : new Path[] {torch, safetensors}) {
      try (var weights = WeightsFile.open(file)) {
        assertThat(weights.shapes().keySet()).containsExactly("b", "a");
        assertThat(weights.read("a")).isEqualTo(FOUR);
        assertThat(weights.read("b")).isEqualTo(TWO);
        assertThatThrownBy(() -> weights.read("c"))
            .isInstanceOf(WeightsException.class)
            .hasMessageContaining(file + ": there is no tensor c");
      }
    }
  }

  @Test
  void wrappersOfAllNamesAndCountersAreLeftOut() throws IOException {
    Path file = folder.resolve("parallel.pth");
    SavedByTorch.write(
        file,
        Map.of(
            "module._orig_mod.bn.weight", TWO,
            "module._orig_mod.module.x", FOUR,
            "module._orig_mod.bn.num_batches_tracked", TWO));
    try (var weights = WeightsFile.open(file)) {
      assertThat(weights.shapes().keySet()).containsExactlyInAnyOrder("bn.weight", "module.x");
      assertThat(weights.read("bn.weight")).isEqualTo(TWO);
      assertThat(weights.read("module.x")).isEqualTo(FOUR);
    }
  }

  @Test
  void aNameThatNotAllHaveIsNoWrapper() throws IOException {
    Path file = folder.resolve("part.safetensors");
    Safetensors.write(file, Map.of("module.a", TWO, "b", TWO), Map.of());
    try (var weights = WeightsFile.open(file)) {
      assertThat(weights.shapes().keySet()).containsExactlyInAnyOrder("module.a", "b");
    }
  }

  static Stream<Arguments> otherFiles() {
    byte[] pickle = {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F'};
    return Stream.of(
        Arguments.of(pickle, "a pickle, but none of torch.save's"),
        Arguments.of(new byte[0], "an empty file"),
        Arguments.of(new byte[] {'P', 'K'}, "no weights file of a known format"),
        Arguments.of(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n'}, "HDF5"),
        Arguments.of(new byte[] {0x1f, (byte) 0x8b, 8, 0}, "gzip"),
        Arguments.of(text("version https://git-lfs.github.com/spec/v1\noid"), "git lfs pull"),
        Arguments.of(text("\n<!DOCTYPE html><html>"), "a web page"),
        Arguments.of(text("\n".repeat(300) + "<html>"), "a web page"),
        Arguments.of(text("\uFEFF<!DOCTYPE html>"), "a web page"),
        Arguments.of(
            text("{\"metadata\": {}, \"weight_map\": {\"a\": \"model-00001-of-00002\"}}"),
            "the index of weights that lie in several files"),
        Arguments.of(text("{\"error\": \"Invalid username\"}"), "a JSON text"),
        Arguments.of(text("hello, world: a text"), "no weights file of a known format"));
  }

  @ParameterizedTest
  @MethodSource("otherFiles")
  void anotherFileIsRefusedByWhatItIs(byte[] content, String what) throws IOException {
    Path file = Files.write(folder.resolve("other.pth"), content);
    assertThatThrownBy(() -> WeightsFile.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(what)
        .hasMessageContaining("torch.save(model.state_dict()");
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    for (Path path : new Path[] {folder.resolve("nowhere"), folder}) {
      assertThatThrownBy(() -> WeightsFile.open(path))
          .isInstanceOf(WeightsException.class)
          .hasMessage(path + ": no such weights file");
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
