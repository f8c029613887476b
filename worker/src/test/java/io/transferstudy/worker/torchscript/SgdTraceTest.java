package io.transferstudy.worker.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.NativeTensor;
import io.transferstudy.worker.engine.TensorProgram;
import io.transferstudy.worker.model.Initialization;
import io.transferstudy.worker.model.KeyedRandom;
import io.transferstudy.worker.torchscript.NetworkGraph.Node;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The emitted update rule against PyTorch's, both in float64, for every trace with Nesterov
 * momentum or none: plain momentum is not emitted.
 */
class SgdTraceTest {
  private static final double TOLERANCE = 1e-10;

  private static final NetworkGraph MLP =
      new NetworkGraph(
          List.of(
              new Node(new Op.Input(), List.of(), 1, 1),
              new Node(new Op.Linear("0", 8, 16, Init.UNIFORM), List.of(0), 1, 1),
              new Node(new Op.Activate(Activation.RELU), List.of(1), 1, 1),
              new Node(new Op.Linear("2", 16, 4, Init.UNIFORM), List.of(2), 1, 1)),
          1);

  @TestFactory
  List<DynamicTest> tracesOfPyTorch() throws IOException {
    JsonNode traces =
        new ObjectMapper().readTree(SharedFiles.require("reference/sgd_trace.json").toFile());
    var tests = new ArrayList<DynamicTest>();
    for (JsonNode run : traces.get("runs")) {
      if (run.get("nesterov").asBoolean() || run.get("momentum").asDouble() == 0) {
        tests.add(
            DynamicTest.dynamicTest(
                run.get("name").asText(), () -> trace(run, traces.get("labels"))));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void trace(JsonNode run, JsonNode labelNodes) {
    Engine engine = Engine.start(1, Device.CPU);
    var options = NetworkOptions.standard().withPrecision(Precision.DOUBLE).withChannelsLast(false);
    var archive = NetworkModule.emit(MLP, Initialization.random(MLP, 1), options);
    var labels = IntStream.range(0, labelNodes.size()).mapToLong(i -> labelNodes.get(i).asLong());
    try (var program = TensorProgram.load(engine, archive);
        var x = program.doubles(DoubleBuffer.wrap(uniform("mlp.x", 32 * 8, 1)), 32, 8);
        var y = program.longs(labels.toArray())) {
      Map<String, NativeTensor> state = program.dictionary("state");
      state.forEach((key, tensor) -> fill(tensor, key));
      for (int step = 0; step < run.get("lr").size(); step++) {
        double loss = program.backward("loss", x, y);
        assertThat(loss)
            .as("loss before step " + step)
            .isCloseTo(run.at("/loss_before_step/" + step).asDouble(), within(TOLERANCE));
        double[] hyper = {
          run.at("/lr/" + step).asDouble(),
          run.get("momentum").asDouble(),
          run.get("weight_decay").asDouble(),
          1
        };
        try (var values = program.doubles(DoubleBuffer.wrap(hyper), hyper.length)) {
          program.calls("sgd", values);
        }
      }
      assertThat(program.backward("loss", x, y))
          .isCloseTo(run.get("loss_after").asDouble(), within(TOLERANCE));
      state.forEach((key, tensor) -> {
        for (int i = 0; i < Math.min(5, tensor.size()); i++) {
          assertThat(tensor.doubles().get(i))
              .as(key + " " + i)
              .isCloseTo(run.at("/final_first5/" + key + "/" + i).asDouble(), within(TOLERANCE));
        }
      });
    }
  }

  private static void fill(NativeTensor tensor, String key) {
    boolean weight = key.endsWith("weight");
    double fanIn = tensor.size() / (double) tensor.shape()[0];
    double scale = weight ? Math.sqrt(2) * Math.sqrt(3.0 / fanIn) : 0.1;
    tensor.doubles().put(uniform("mlp." + key, Math.toIntExact(tensor.size()), scale));
  }

  private static double[] uniform(String name, int count, double scale) {
    var random = KeyedRandom.of(name, 1);
    var values = new double[count];
    Arrays.setAll(values, i -> random.nextUniform() * scale);
    return values;
  }
}
