package io.transferstudy.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.engine.SgdStep;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every architecture against the PyTorch reference of its fixture: keys, shapes, evaluation,
 * training. {@code -Dparity.fixtures=FOLDER} names other fixtures of the same form.
 */
class ModelParityTest {
  /** Fixture names that the catalogue spells otherwise: its plain name is the SAME-padded one. */
  private static final Map<String, String> CATALOGUE_NAMES =
      Map.of("mobilenet-v1", "mobilenet-v1-symmetric", "mobilenet-v1-same", "mobilenet-v1");

  private static final Engine ENGINE = Engine.start(2, Device.CPU);

  @TestFactory
  List<DynamicTest> everyFixtureOfTheCatalogue() throws IOException {
    String property = System.getProperty("parity.fixtures");
    Path folder = property == null ? SharedFiles.require("reference/parity") : Path.of(property);
    var mapper = new ObjectMapper();
    var tests = new ArrayList<DynamicTest>();
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replace(".json", "");
        Models.find(CATALOGUE_NAMES.getOrDefault(name, name))
            .ifPresent(entry ->
                tests.add(
                    DynamicTest.dynamicTest(
                        name, () -> compare(entry, mapper.readTree(file.toFile())))));
      }
    }
    assertThat(tests).as("fixtures in " + folder).isNotEmpty();
    return tests;
  }

  private static void compare(ModelEntry entry, JsonNode fixture) {
    NetworkGraph graph = entry.network(1000);
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (JsonNode row : fixture.at("/tensors/rows")) {
      state.put(
          row.get(0).asText(),
          ParityRule.tensor(
              row.get(0).asText(),
              numbers(row.get(1)),
              row.get(2).asText(),
              fixture.get("gain").asDouble(),
              fixture.get("seed").asLong()));
    }
    var expectedShapes = new TreeMap<String, String>();
    state.forEach((key, tensor) -> expectedShapes.put(key, Arrays.toString(tensor.shape())));
    var shapes = new TreeMap<String, String>();
    for (TensorSpec spec : graph.tensors()) {
      shapes.put(spec.key(), Arrays.toString(spec.shape()));
    }
    assertThat(shapes).isEqualTo(expectedShapes);
    assertThat(graph.features()).isEqualTo(fixture.get("num_features").asInt());
    assertThat(graph.parameterCount()).isEqualTo(fixture.get("num_parameters").asLong());
    assertThat(entry.imageSize()).isEqualTo(fixture.get("input_size").asInt());
    assertThat(entry.preprocessing().mean().getFirst())
        .isEqualTo(fixture.at("/preprocessing/mean/0").asDouble());

    int size = entry.imageSize();
    Tensor input =
        ParityRule.tensor(
            "input", new long[] {2, 3, size, size}, "unit", 1, fixture.get("seed").asLong());
    try (var network = Network.load(ENGINE, graph, state)) {
      evaluation(network, input, fixture.get("eval"));
      training(network, input, fixture);
    }
  }

  private static void evaluation(Network network, Tensor input, JsonNode eval) {
    var logits = new float[2 * network.graph().classes()];
    var features = new float[2 * network.graph().features()];
    network.evaluate(FloatBuffer.wrap(input.data()), 2, logits, features);
    close("logits", logits, eval.get("logits"), eval.at("/float32_vs_float64_max_abs/logits"));
    close(
        "features",
        features,
        eval.get("features"),
        eval.at("/float32_vs_float64_max_abs/features"));
  }

  private static void close(String what, float[] actual, JsonNode expected, JsonNode difference) {
    int width = actual.length / 2;
    double largest = 0;
    for (float value : actual) {
      largest = Math.max(largest, Math.abs(value));
    }
    double tolerance = Math.max(10 * difference.asDouble(), 1e-5 * largest);
    for (int image = 0; image < 2; image++) {
      float[] row = Arrays.copyOfRange(actual, image * width, (image + 1) * width);
      for (int i = 0; i < 10; i++) {
        assertThat((double) row[i])
            .as(what + " " + i + " of image " + image)
            .isCloseTo(expected.at("/first10/" + image + "/" + i).asDouble(), within(tolerance));
      }
      double norm = expected.at("/l2/" + image).asDouble();
      assertThat(norm(row)).as("norm of " + what).isCloseTo(norm, within(1e-5 * norm));
    }
  }

  private static void training(Network network, Tensor input, JsonNode fixture) {
    JsonNode train = fixture.at("/train/float64");
    long[] labels = numbers(fixture.get("labels"));
    var pixels = FloatBuffer.wrap(input.data());
    Map<String, Tensor> gradients = network.gradients(pixels, 2, labels);
    Map<String, Tensor> after = network.state();
    double global =
        Math.sqrt(gradients.values().stream().mapToDouble(g -> square(norm(g.data()))).sum());
    double expectedGlobal = train.get("grad_norm_global").asDouble();
    assertThat(global).as("gradient norm").isCloseTo(expectedGlobal, within(1e-2 * expectedGlobal));
    train
        .get("grad_norms")
        .properties()
        .forEach(norm -> {
          double expected = norm.getValue().asDouble();
          double tolerance = 1e-2 * Math.max(expected, 1e-3 * expectedGlobal);
          assertThat(norm(gradients.get(norm.getKey()).data()))
              .as("gradient norm of " + norm.getKey())
              .isCloseTo(expected, within(tolerance));
        });
    train
        .get("bn_after")
        .properties()
        .forEach(norm -> {
          double expected = norm.getValue().asDouble();
          assertThat(norm(after.get(norm.getKey()).data()))
              .as("norm of " + norm.getKey() + " after one batch")
              .isCloseTo(expected, within(1e-4 * expected));
        });
    double loss = network.trainStep(pixels, 2, labels, new SgdStep(0, 0, 0, true));
    double expectedLoss = train.get("loss").asDouble();
    assertThat(loss).as("loss").isCloseTo(expectedLoss, within(1e-4 * expectedLoss));
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += square(value);
    }
    return Math.sqrt(sum);
  }

  private static double square(double value) {
    return value * value;
  }

  private static long[] numbers(JsonNode array) {
    var numbers = new long[array.size()];
    Arrays.setAll(numbers, i -> array.get(i).asLong());
    return numbers;
  }
}
