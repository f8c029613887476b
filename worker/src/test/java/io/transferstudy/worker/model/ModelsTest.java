package io.transferstudy.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.engine.SgdStep;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Op;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.Safetensors;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every model because it is in the catalogue. */
class ModelsTest {
  private static final Engine ENGINE = Engine.start(2, Device.CPU);
  private static final int CLASSES = 5;
  private static final int IMAGES = 4;

  /** Networks with more trained values than this learn in the full run only. */
  private static final long LARGE = 30_000_000;

  /** Smallest of these that a network's windows fit is what it is tried on. */
  private static final int[] SIZES = {24, 64, 96};

  @TempDir Path folder;

  static Stream<Named<ModelEntry>> all() {
    return Models.ALL.stream().map(entry -> Named.of(entry.name(), entry));
  }

  static Stream<Named<ModelEntry>> light() {
    return all().filter(entry -> entry.getPayload().parameterCount() <= LARGE);
  }

  static Stream<Named<ModelEntry>> heavy() {
    return all().filter(entry -> entry.getPayload().parameterCount() > LARGE);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isAsPublished(ModelEntry entry) {
    NetworkGraph graph = entry.network(entry.sourceClasses());
    var facts = new PublishedFacts(graph.parameterCount(), graph.features(), Layers.depth(graph));
    assertThat(facts).isEqualTo(PublishedFacts.ALL.get(entry.name()));
    assertThat(graph.classes()).isEqualTo(entry.sourceClasses());
    assertThat(graph.featuresFrom()).isNotBlank();
    assertThat(entry.name()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    assertThat(graph.tensors().stream().map(TensorSpec::key)).doesNotHaveDuplicates();
    assertThat(entry.network(7).parameterCount())
        .isEqualTo(entry.network(6).parameterCount() + entry.featureWidth() + 1);
  }

  @ParameterizedTest
  @CsvSource({"nasnet-a-mobile, 357", "nasnet-a-large, 489"})
  void nasNetHasTheLayersOfItsCells(String name, int layers) {
    // Five separable branches of four convolutions in each cell, and two or three that fit inputs:
    // 1 + 21 + 23 before the first stage; 23 + (n - 1) * 22 a stage of n; 22 a reduction; 1 linear.
    assertThat(Layers.count(Models.find(name).orElseThrow().network(1000))).isEqualTo(layers);
  }

  @Test
  void theTwoResNetsDifferOnlyInThePlaceOfTheStride() {
    assertThat(strides(ResNet.R50)).isEqualTo(Map.of("conv1", 0L, "conv2", 3L, "conv3", 0L));
    assertThat(strides(ResNet.R50_V1)).isEqualTo(Map.of("conv1", 3L, "conv2", 0L, "conv3", 0L));
  }

  /** How many blocks halve the image in each of their convolutions. */
  private static Map<String, Long> strides(ModelEntry entry) {
    var counts = new TreeMap<String, Long>();
    for (var node : entry.network(1000).nodes()) {
      if (node.op() instanceof Op.Conv conv && conv.key().matches("layer.*[.]conv[123]")) {
        String place = conv.key().substring(conv.key().lastIndexOf('.') + 1);
        counts.merge(place, conv.window().stride() == 2 ? 1L : 0, Long::sum);
      }
    }
    return counts;
  }

  @Test
  void publishedAccuraciesArePlausible() {
    for (ModelEntry entry : Models.ALL) {
      ImagenetTop1 top1 = entry.imagenetTop1();
      for (OptionalDouble accuracy : List.of(top1.publicCheckpoint(), top1.retrained())) {
        if (accuracy.isPresent()) {
          assertThat(accuracy.getAsDouble()).as(entry.name()).isBetween(0.69, 0.83);
        }
      }
    }
  }

  @Test
  void namesAreDistinct() {
    assertThat(Models.ALL.stream().map(ModelEntry::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aVariantHasTheKeysAndShapesOfItsModel(ModelEntry entry) {
    Origin origin = entry.origin();
    String plain = origin.variant().map(Origin.Variant::of).orElse(entry.name());
    ModelEntry of = Models.find(plain).orElseThrow();
    assertThat(shapes(entry)).isEqualTo(shapes(of));
    assertThat(of.origin().variant()).isEmpty();
    assertThat(origin.keys()).isEqualTo(of.origin().keys());
    assertThat(origin.keys().isPresent()).isEqualTo(entry.sourceClasses() == 1000);
  }

  private static Map<String, List<Long>> shapes(ModelEntry entry) {
    return entry.network(entry.sourceClasses()).tensors().stream()
        .collect(
            Collectors.toMap(
                TensorSpec::key, spec -> Arrays.stream(spec.shape()).boxed().toList()));
  }

  @ParameterizedTest
  @MethodSource("light")
  void otherClassesChangeTheClassifierAlone(ModelEntry entry) {
    NetworkGraph ten = smallest(entry, 10);
    NetworkGraph seven = smallest(entry, 7);
    Map<String, Tensor> state = Initialization.random(ten, 1);
    Map<String, Tensor> carried = Initialization.withNewClassifier(seven, state, 2);
    assertThat(carried.keySet()).isEqualTo(state.keySet());
    carried.forEach((key, tensor) -> {
      if (seven.isClassifier(key)) {
        assertThat(tensor.shape()[0]).as(key).isEqualTo(7);
      } else {
        assertThat(tensor).as(key).isSameAs(state.get(key));
      }
    });
  }

  @Test
  void widthMultipliersAreThoseOfThePublishedNetworks() {
    // summary.json of the reference weights: 0.5 has 1,331,592 parameters.
    assertThat(MobileNetV1.SAME.network(1000, 0.5, 160).parameterCount()).isEqualTo(1_331_592);
    assertThat(MobileNetV1.SAME.network(1000, 0.25, 128).features()).isEqualTo(256);
    // timm's mobilenetv2_050 and Keras's 0.35: the last convolution keeps its width.
    assertThat(MobileNetV2.SAME.network(1000, 0.5, 224).parameterCount()).isEqualTo(1_968_680);
    assertThat(MobileNetV2.SAME.network(1000, 0.35, 224).features()).isEqualTo(1280);
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
  @MethodSource("light")
  void learnsAndIsTheSameAfterSavingAndLoading(ModelEntry entry) throws IOException {
    learnAndSave(entry);
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("heavy")
  void learnsAndIsTheSameAfterSavingAndLoadingWhenLarge(ModelEntry entry) throws IOException {
    learnAndSave(entry);
  }

  /**
   * Every parameter has a gradient, the features are what the classifier sees, weights survive a
   * file, and a network restored from a state computes the same.
   */
  private void learnAndSave(ModelEntry entry) throws IOException {
    NetworkGraph graph = smallest(entry, CLASSES);
    FloatBuffer images = images(graph, IMAGES);
    long[] labels = {0, 1, 2, 4};
    // A deep network overflows in evaluation if its running statistics are not those of its
    // weights.
    // From random weights on four small images the gradient may be 6e5 long, hence the tiny step.
    var options = Network.options(ENGINE).withBatchNormMomentum(1);
    try (var network = Network.load(ENGINE, graph, Initialization.random(graph, 1), options)) {
      Map<String, Tensor> gradients = network.gradients(images, IMAGES, labels);
      assertThat(gradients.keySet())
          .isEqualTo(
              graph.tensors().stream()
                  .filter(spec -> spec.role().trained())
                  .map(TensorSpec::key)
                  .collect(Collectors.toSet()));
      gradients.forEach((key, gradient) -> assertThat(largest(gradient)).as(key).isPositive());

      network.trainStep(images, IMAGES, labels, new SgdStep(1e-9, 0.9, 1e-4, true));
      var expected = evaluate(network, images);
      assertThat(expected[0]).hasSize(IMAGES * CLASSES).doesNotContain(Float.NaN);
      assertThat(expected[1]).hasSize(IMAGES * graph.features()).doesNotContain(Float.NaN);
      Map<String, Tensor> state = network.state();
      assertClassifies(graph, state, expected[1], expected[0]);
      assertSurvivesAFile(graph, state, folder.resolve(entry.name() + ".safetensors"));
      try (var copy = Network.load(ENGINE, graph, state)) {
        assertThat(copy.state()).isEqualTo(state);
        assertThat(evaluate(copy, images)).isDeepEqualTo(expected);
      }
    }
  }

  /** What is written as weights is read as it was. */
  private static void assertSurvivesAFile(NetworkGraph graph, Map<String, Tensor> state, Path file)
      throws IOException {
    var weights = new TreeMap<String, Tensor>();
    graph.tensors().forEach(spec -> weights.put(spec.key(), state.get(spec.key())));
    Safetensors.write(file, weights, Map.of());
    assertThat(PretrainedState.whole(graph, file)).isEqualTo(weights);
  }

  /** The logits are the features times the classifier's weight, plus its bias. */
  private static void assertClassifies(
      NetworkGraph graph, Map<String, Tensor> state, float[] features, float[] logits) {
    String classifier = graph.classifier().key();
    float[] weight = state.get(classifier + ".weight").data();
    float[] bias = state.get(classifier + ".bias").data();
    int width = graph.features();
    for (int i = 0; i < logits.length; i++) {
      double sum = bias[i % CLASSES];
      double size = Math.abs(sum);
      for (int j = 0; j < width; j++) {
        double term = (double) features[i / CLASSES * width + j] * weight[i % CLASSES * width + j];
        sum += term;
        size += Math.abs(term);
      }
      assertThat((double) logits[i]).as("logit " + i).isCloseTo(sum, within(1e-5 * size));
    }
  }

  /** The network at the smallest image size that it can take. */
  private static NetworkGraph smallest(ModelEntry entry, int classes) {
    IllegalArgumentException last = new IllegalArgumentException("no size to try");
    for (int size : SIZES) {
      if (size >= Math.min(64, entry.imageSize())) {
        try {
          return entry.network(classes, 1, size);
        } catch (IllegalArgumentException e) {
          last = e;
        }
      }
    }
    throw last;
  }

  private static float[][] evaluate(Network network, FloatBuffer images) {
    var logits = new float[IMAGES * network.graph().classes()];
    var features = new float[IMAGES * network.graph().features()];
    Arrays.fill(logits, Float.NaN);
    Arrays.fill(features, Float.NaN);
    network.evaluate(images, IMAGES, logits, features);
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
