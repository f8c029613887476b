package io.transferstudy.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.engine.SgdStep;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every model because it is in the catalogue. */
class ModelsTest {
  private static final Engine ENGINE = Engine.start(2, Device.CPU);
  private static final int CLASSES = 5;

  /** Trained values as published; for the small networks, from their layer lists by hand. */
  private static final Map<String, Long> PARAMETERS =
      Map.of(
          "mobilenet-v1",
          4_231_976L,
          "mobilenet-v1-symmetric",
          4_231_976L,
          "resnet-50",
          25_557_032L,
          // 5*5*3*6+6 + 5*5*6*16+16 + 256*64+64 + 64*24+24
          "lenet-small",
          456L + 2_416 + 16_448 + 1_560,
          // 5*5*3*16+16 + 9*16*32+32 + 9*32*32+32 + 288*96+96 + 96*24+24
          "alexnet-small",
          1_216L + 4_640 + 9_248 + 27_744 + 2_328,
          // 3x3 convolutions 3-16-16-32-32-64, then 576*128+128 and 128*24+24
          "vgg-small",
          448L + 2_320 + 4_640 + 9_248 + 18_496 + 73_856 + 3_096);

  static List<ModelEntry> all() {
    return Models.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasTheParametersOfItsPaper(ModelEntry entry) {
    assertThat(entry.name()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    Long expected = PARAMETERS.get(entry.name());
    if (expected != null) {
      assertThat(entry.parameterCount()).isEqualTo(expected);
    }
    assertThat(entry.network(7).parameterCount())
        .isEqualTo(entry.network(6).parameterCount() + entry.featureWidth() + 1);
  }

  @Test
  void namesAreDistinct() {
    assertThat(Models.ALL.stream().map(ModelEntry::name)).doesNotHaveDuplicates();
  }

  @Test
  void widthMultipliersAreThoseOfThePublishedNetworks() {
    // summary.json of the reference weights: 0.5 has 1,331,592 parameters.
    assertThat(MobileNetV1.SAME.network(1000, 0.5, 160).parameterCount()).isEqualTo(1_331_592);
    assertThat(MobileNetV1.SAME.network(1000, 0.25, 128).features()).isEqualTo(256);
    assertThat(MobileSmall.QUARTER.featureWidth()).isEqualTo(128);
    assertThat(MobileSmall.HALF.featureWidth()).isEqualTo(256);
  }

  @Test
  void aWidthThatDoesNotApplyIsRefused() {
    assertThatThrownBy(() -> ResNet.R50.network(10, 0.5, 224))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.5");
    assertThatThrownBy(() -> LeNet.SMALL.network(10, 1, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyParameterLearns(ModelEntry entry) {
    NetworkGraph graph = entry.network(CLASSES, 1, Math.min(entry.imageSize(), 64));
    FloatBuffer images = images(graph, 4);
    long[] labels = {0, 1, 2, 4};
    try (var network = Network.load(ENGINE, graph, Initialization.random(graph, 1))) {
      Map<String, Tensor> gradients = network.gradients(images, 4, labels);
      assertThat(gradients.keySet())
          .isEqualTo(
              graph.tensors().stream()
                  .filter(spec -> spec.role().trained())
                  .map(TensorSpec::key)
                  .collect(Collectors.toSet()));
      gradients.forEach((key, gradient) -> assertThat(largest(gradient)).as(key).isPositive());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void evaluatesTheSameAfterSavingAndLoading(ModelEntry entry) {
    NetworkGraph graph = entry.network(CLASSES, 1, Math.min(entry.imageSize(), 64));
    FloatBuffer images = images(graph, 4);
    var step = new SgdStep(0.01, 0.9, 1e-4, true);
    try (var network = Network.load(ENGINE, graph, Initialization.random(graph, 1))) {
      network.trainStep(images, 4, new long[] {0, 1, 2, 4}, step);
      var expected = evaluate(network, images);
      assertThat(expected[0]).hasSize(4 * CLASSES).doesNotContain(Float.NaN);
      assertThat(expected[1]).hasSize(4 * entry.featureWidth()).doesNotContain(Float.NaN);
      try (var copy = Network.load(ENGINE, graph, network.state())) {
        assertThat(copy.state()).isEqualTo(network.state());
        assertThat(evaluate(copy, images)).isDeepEqualTo(expected);
      }
    }
  }

  private static float[][] evaluate(Network network, FloatBuffer images) {
    var logits = new float[4 * network.graph().classes()];
    var features = new float[4 * network.graph().features()];
    network.evaluate(images, 4, logits, features);
    return new float[][] {logits, features};
  }

  private static FloatBuffer images(NetworkGraph graph, int n) {
    int size = graph.imageSize();
    long[] shape = {n, 3, size, size};
    return FloatBuffer.wrap(ParityRule.tensor("input", shape, "unit", 1, 1).data());
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (float value : tensor.data()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
