package io.transferstudy.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of names and shapes in resources are those of the libraries' own state dicts. */
class KeyMapsTest {
  /** Both libraries list the layers from the input to the output: the n-th tensor is the n-th. */
  @ParameterizedTest
  @CsvSource({"mobilenet-v2-symmetric, torchvision-mobilenet_v2.txt", "vgg-16, timm-vgg16.txt"})
  void everyNameOfTheLibraryIsTheNetworksAtTheSamePlace(String model, String resource) {
    NetworkGraph graph = Models.find(model).orElseThrow().network(1000);
    Map<String, long[]> file = resource(resource);
    assertThat(file).hasSameSizeAs(graph.tensors());
    Map<String, NamedTensor> named = NamedTensors.of(graph, file, resource);
    var names = List.copyOf(file.keySet());
    List<TensorSpec> tensors = graph.tensors();
    assertThat(named.keySet()).containsExactlyElementsOf(keys(tensors));
    for (int i = 0; i < names.size(); i++) {
      NamedTensor tensor = Objects.requireNonNull(named.get(tensors.get(i).key()));
      assertThat(tensor.stored()).isEqualTo(names.get(i));
      assertThat(tensor.shape()).as(tensor.stored()).isEqualTo(tensors.get(i).shape());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet-50, fc[.](.*), last_linear.$1",
    "inception-v3, fc[.](.*), last_linear.$1",
    "densenet-121, classifier[.](.*), last_linear.$1",
    "densenet-121, '(.*denselayer.*)(norm|conv)([12])(.*)', $1$2.$3$4",
    "inception-resnet-v2, classif[.](.*), last_linear.$1",
    "vgg-19, features(.*), _features$1"
  })
  void otherSpellingsAreUnderstood(String model, String own, String other) {
    NetworkGraph graph = Models.find(model).orElseThrow().network(1000);
    var file = new LinkedHashMap<String, long[]>();
    var renamed = new LinkedHashMap<String, String>();
    for (TensorSpec spec : graph.tensors()) {
      String name =
          model.startsWith("vgg") ? pretrainedVgg(spec.key()) : spec.key().replaceFirst(own, other);
      file.put(name, spec.shape());
      renamed.put(spec.key(), name);
    }
    assertThat(file.keySet()).as("some names differ").isNotEqualTo(renamed.keySet());
    var named = NamedTensors.of(graph, file, "file");
    var stored = new LinkedHashMap<String, String>();
    named.forEach((name, tensor) -> stored.put(name, tensor.stored()));
    assertThat(stored).isEqualTo(renamed);
  }

  private static String pretrainedVgg(String key) {
    return key.replace("features", "_features")
        .replace("classifier.0", "linear0")
        .replace("classifier.3", "linear1")
        .replace("classifier.6", "last_linear");
  }

  @Test
  void theNetworksOwnNamesStay() {
    for (ModelEntry entry : Models.ALL) {
      NetworkGraph graph = entry.network(entry.sourceClasses());
      var own = new LinkedHashMap<String, long[]>();
      graph.tensors().forEach(spec -> own.put(spec.key(), spec.shape()));
      Map<String, NamedTensor> named = NamedTensors.of(graph, own, "file");
      assertThat(named.keySet()).containsExactlyElementsOf(own.keySet());
      named.forEach((name, tensor) -> assertThat(tensor.stored()).isEqualTo(name));
    }
  }

  @Test
  void weightsMadeForSymmetricBordersAreNotUsedWithTensorFlows() {
    Map<String, long[]> file = resource("torchvision-mobilenet_v2.txt");
    NetworkGraph graph = MobileNetV2.SAME.network(1000);
    assertThatThrownBy(() -> NamedTensors.of(graph, file, "a.pth"))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith("a.pth: these are weights of torchvision's mobilenet_v2")
        .hasMessageContaining("-symmetric");
  }

  @Test
  void aNameThatIsTakenIsNotTakenTwice() {
    Map<String, long[]> file = resource("torchvision-mobilenet_v2.txt");
    file.put("conv_stem.weight", new long[] {1});
    NetworkGraph graph = MobileNetV2.SYMMETRIC.network(1000);
    assertThat(NamedTensors.of(graph, file, "a.pth")).containsKey("features.0.0.weight");
  }

  private static List<String> keys(List<TensorSpec> tensors) {
    return tensors.stream().map(TensorSpec::key).toList();
  }

  /** Lines of a name and the sizes of its dimensions. */
  private static Map<String, long[]> resource(String name) {
    try (var in = KeyMapsTest.class.getResourceAsStream("/keys/" + name)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      var shapes = new LinkedHashMap<String, long[]>();
      text.lines()
          .forEach(line -> {
            String[] parts = line.split(" ");
            shapes.put(parts[0], Arrays.stream(parts).skip(1).mapToLong(Long::parseLong).toArray());
          });
      return shapes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
