package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.model.KeyedRandom;
import io.transferstudy.worker.torchscript.Precision;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Exact solutions of a generated problem, computed by Newton's method in SciPy 1.17.1. */
class L2PathReferenceTest {
  private static final int N = 300;
  private static final int D = 20;
  private static final int K = 5;

  private static final Engine ENGINE = Engine.start(2, Device.CPU);

  @Test
  void everyWeightIsWithinAMillionthOfTheExactSolution() throws IOException {
    JsonNode reference = reference();
    double[] lambdas = doubles(reference.at("/solutions"), "lam");
    Map<Double, L2Solution> solutions = new HashMap<>();
    double[] features = features();
    try (var path =
        L2Path.open(
            ENGINE,
            rounded(reference, features),
            program -> program.doubles(DoubleBuffer.wrap(features), N, D),
            Precision.DOUBLE)) {
      for (double lambda : lambdas) {
        solutions.put(lambda, path.solve(lambda, 1e-17));
      }
    }
    assertThat(solutions).hasSize(5);
    for (JsonNode expected : reference.at("/solutions")) {
      L2Solution actual = solutions.get(expected.get("lam").doubleValue());
      assertThat(actual.objective())
          .isCloseTo(expected.get("objective").doubleValue(), within(1e-9));
      for (int k = 0; k < K; k++) {
        assertThat(actual.classifier().bias()[k])
            .isCloseTo(expected.get("bias").get(k).doubleValue(), within(1e-6));
        for (int j = 0; j < D; j++) {
          assertThat(actual.classifier().weights()[j * K + k])
              .isCloseTo(expected.get("W").get(j).get(k).doubleValue(), within(1e-6));
        }
      }
    }
  }

  private static JsonNode reference() throws IOException {
    return new ObjectMapper()
        .readTree(SharedFiles.require("reference/logreg/synthetic.json").toFile());
  }

  /** Features in float64, for rounding them would move the solution by more than the tolerance. */
  private static double[] features() {
    var random = KeyedRandom.of("logreg.x", 1);
    return DoubleStream.generate(random::nextUniform).limit(N * D).toArray();
  }

  private static LabelledFeatures rounded(JsonNode reference, double[] features) {
    float[] floats = new float[features.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) features[i];
    }
    int[] labels =
        StreamSupport.stream(reference.at("/labels").spliterator(), false)
            .mapToInt(JsonNode::intValue)
            .toArray();
    return new LabelledFeatures(N, D, K, floats, labels);
  }

  private static double[] doubles(JsonNode rows, String field) {
    return IntStream.range(0, rows.size())
        .mapToDouble(i -> rows.get(i).get(field).doubleValue())
        .toArray();
  }
}
