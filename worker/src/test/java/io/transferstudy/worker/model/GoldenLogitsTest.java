package io.transferstudy.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.Network;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real ImageNet weights on real pictures: every logit of PyTorch's. */
class GoldenLogitsTest {
  private static final Engine ENGINE = Engine.start(2, Device.CPU);

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, mobilenet_v1, 1.0, 224",
    "mobilenet-v1, mobilenet_v1, 0.5, 160",
    "mobilenet-v1, mobilenet_v1, 0.25, 128",
    "mobilenet-v2, mobilenet_v2, 1.0, 224"
  })
  void logitsOfTheRealWeights(String model, String prefix, String width, int size)
      throws IOException {
    String name = prefix + "_" + width + "_" + size;
    Path weights = SharedFiles.require("reference/weights/" + name + ".safetensors");
    JsonNode golden =
        new ObjectMapper().readTree(weights.resolveSibling(name + ".golden.json").toFile());
    var graph = Models.find(model).orElseThrow().network(1000, Double.parseDouble(width), size);
    var logits = new float[graph.classes()];
    var features = new float[graph.features()];
    try (var network = Network.load(ENGINE, graph, PretrainedState.whole(graph, weights))) {
      assertThat(golden.get("images")).isNotEmpty();
      for (JsonNode image : golden.get("images")) {
        Path png = weights.resolveSibling(image.get("png").asText());
        network.evaluate(pixels(png, size), 1, logits, features);
        for (int i = 0; i < logits.length; i++) {
          assertThat((double) logits[i])
              .as("logit " + i + " of " + png)
              .isCloseTo(image.at("/logits/" + i).asDouble(), within(1e-3));
        }
        for (int i = 0; i < image.get("features_first10").size(); i++) {
          assertThat((double) features[i])
              .isCloseTo(image.at("/features_first10/" + i).asDouble(), within(1e-3));
        }
      }
    }
  }

  private static FloatBuffer pixels(Path png, int size) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(size);
    var pixels = FloatBuffer.allocate(3 * size * size);
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < size * size; i++) {
        int value = image.getRaster().getSample(i % size, i / size, channel);
        pixels.put((value / 255f - 0.5f) / 0.5f);
      }
    }
    return pixels.flip();
  }
}
