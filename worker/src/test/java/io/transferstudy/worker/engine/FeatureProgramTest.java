package io.transferstudy.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.torchscript.SmallModules;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureProgramTest {
  @TempDir Path folder;

  @Test
  void oneRowAnImageFromTheBuffersPositionOn() throws IOException {
    var out = new float[6];
    features("return " + SmallModules.MEAN, 2, out);
    assertThat(out).containsExactly(1, 2, 3, 4, 5, 6);
  }

  /** It was saved as it was trained, with dropout and batch statistics. */
  @Test
  void itEvaluatesHoweverItWasSaved() throws IOException {
    var out = new float[3];
    features(
        "y = "
            + SmallModules.MEAN
            + "\n    if self.training:\n      y = torch.mul(y, 0.)\n    return y",
        1,
        out);
    assertThat(out).containsExactly(1, 2, 3);
  }

  @Test
  void outputsOfAnotherKind() {
    assertThatThrownBy(() -> features("return x", 1, new float[3]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[1, 3, 2, 2] for 1 images, where float32 [1, 3] is declared");
    assertThatThrownBy(
            () -> features("return torch.to(" + SmallModules.MEAN + ", 7)", 1, new float[3]))
        .hasMessageContaining("returns float64 [1, 3]");
  }

  private void features(String body, int images, float[] out) throws IOException {
    Path file = folder.resolve("model.pt");
    SmallModules.write(file, body);
    var pixels = FloatBuffer.allocate(1 + images * 3 * 4);
    pixels.put(-100);
    for (int plane = 1; plane <= images * 3; plane++) {
      for (int i = 0; i < 4; i++) {
        pixels.put(plane);
      }
    }
    pixels.position(1);
    try (var program = FeatureProgram.open(Engine.start(1, Device.CPU), file, 2, 3)) {
      program.features(pixels, images, out);
    }
    assertThat(pixels.position()).isEqualTo(1);
  }
}
