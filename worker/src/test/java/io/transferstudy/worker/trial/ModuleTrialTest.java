package io.transferstudy.worker.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.worker.torchscript.Attribute;
import io.transferstudy.worker.torchscript.ModuleArchive;
import io.transferstudy.worker.torchscript.Precision;
import io.transferstudy.worker.trial.TrialOutcome.Features;
import io.transferstudy.worker.trial.TrialOutcome.Reason;
import io.transferstudy.worker.trial.TrialOutcome.Refused;
import io.transferstudy.worker.weights.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ModuleTrialTest {
  private static final Duration ENOUGH = Duration.ofSeconds(100);
  private static final long MEMORY = 1L << 30;
  private static final String MEAN = "torch.mean(x, [2, 3])";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("model.pt");
  }

  @Test
  void aModelOfFeatures() throws Exception {
    assertThat(tried("return " + MEAN)).isEqualTo(new Features(3, true));
    assertThat(folder.toFile().list()).containsExactly("model.pt");
  }

  @Test
  void aModelWhoseFeaturesAreNoNumbers() throws Exception {
    assertThat(tried("return torch.sqrt(torch.add(torch.neg(torch.abs(" + MEAN + ")), -1.))"))
        .isEqualTo(new Features(3, false));
  }

  @Test
  void aFileThatIsCut() throws Exception {
    byte[] whole = archive("return " + MEAN);
    for (int length : new int[] {whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(trial(ENOUGH).of(file, 8), Reason.UNREADABLE, "does not load as TorchScript");
    }
  }

  @Test
  void aFileOfSomethingElse() throws Exception {
    Files.writeString(file, "safetensors, perhaps");
    assertRefused(trial(ENOUGH).of(file, 8), Reason.UNREADABLE, "does not load as TorchScript");
  }

  @Test
  void aFileThatIsNotThere() throws Exception {
    assertRefused(trial(ENOUGH).of(file, 8), Reason.UNREADABLE, "model.pt");
  }

  @Test
  void outputsOfOtherShapes() throws Exception {
    assertRefused(tried("return x"), Reason.WRONG_OUTPUT, "a tensor of [2, 3, 8, 8]");
    assertRefused(tried("return torch.mean(x)"), Reason.WRONG_OUTPUT, "a tensor of []");
  }

  @Test
  void anErrorOfItsOwn() throws Exception {
    assertRefused(
        tried("return torch.matmul(x, w)"), Reason.FAILED, "failed on 2 images of 8 pixels");
  }

  @Test
  void aLoopWithoutEnd() throws Exception {
    write("y = x\n    while True:\n      y = torch.neg(y)\n    return " + MEAN);
    assertRefused(trial(Duration.ofSeconds(10)).of(file, 8), Reason.TOO_SLOW, "after 10 s");
  }

  @Test
  void memoryWithoutEnd() throws Exception {
    assertRefused(
        tried("y = x\n    while True:\n      y = torch.cat([y, y])\n    return " + MEAN),
        Reason.TOO_LARGE,
        "more memory");
  }

  private static void assertRefused(TrialOutcome outcome, Reason reason, String words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).as(refused.message()).isEqualTo(reason);
              assertThat(refused.message()).contains(words);
            });
  }

  private TrialOutcome tried(String body) throws Exception {
    write(body);
    return trial(ENOUGH).of(file, 8);
  }

  private static ModuleTrial trial(Duration time) {
    return new ModuleTrial(time, MEMORY);
  }

  private void write(String body) throws IOException {
    Files.write(file, archive(body));
  }

  /** A module with one tensor and that forward. */
  private static byte[] archive(String body) throws IOException {
    var w = new Attribute("w", Tensor.filled(1, 5, 5), Precision.FLOAT, false, false);
    String forward =
        "  def forward(self: %s, x: Tensor) -> Tensor:\n    w = self.w\n    %s\n"
            .formatted(ModuleArchive.SELF, body);
    var out = new ByteArrayOutputStream();
    new ModuleArchive(List.of(w), forward).writeTo(out);
    return out.toByteArray();
  }
}
