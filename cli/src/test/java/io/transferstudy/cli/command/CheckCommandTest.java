package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.cli.local.StubWorker;
import io.transferstudy.cli.local.WorkerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command around a worker that knows its answers: of 1,000 images it recognises 700. */
class CheckCommandTest {
  private static final WorkerCommand STUB =
      new WorkerCommand(
          Path.of(System.getProperty("java.home"), "bin", "java"),
          List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"),
          System.getProperty("java.class.path"),
          StubWorker.class.getName());

  @TempDir Path here;

  private record Said(int exit, String out, String err) {}

  @Test
  void asManyAsPublishedPasses() throws IOException {
    Said said = checkImages(); // published: 0.709
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("known file   the stub's own weights")
        .contains("2 of 2 known outputs reproduced, largest difference 2.0e-06")
        .contains("loaded in    0.25 s")
        .contains("evaluation   40.0 images/s on cpu")
        .contains("training     10.0 images/s")
        .contains("top-1        0.7000 [0.671, 0.728] (700 of 1000)")
        .contains("top-5        0.9000")
        .contains("expected     top-1 0.709, published")
        .endsWith("passed\n");
  }

  /** Three standard errors of 1,000 images are 0.041: 0.70 is within them of 0.74, not of 0.75. */
  @Test
  void fewerThanExpectedFailByMoreThanChance() throws IOException {
    assertThat(checkImages("--expect=0.74").exit()).isZero();
    Said said = checkImages("--expect=0.75");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).endsWith("FAILED: fewer images are recognised than expected\n");
  }

  /** What is published is of one width and one size. */
  @Test
  void anotherWidthHasNothingToBeComparedWith() throws IOException {
    Said said = checkImages("--width=0.5");
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("nothing is published for this architecture, width and size");
  }

  @Test
  void aFailureSaysWhatAndTheRemedy() throws IOException {
    Path weights = Files.createFile(here.resolve("w.pth"));
    Said said = check("mobilenet-v1", "--weights=" + weights);
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out())
        .isEqualTo(
            "FAILED: w.pth: known output 1 of 2 is wrong\n"
                + "remedy: give the weights file that belongs to the model\n");
  }

  @Test
  void whatCannotBeUsedIsRefusedBeforeAnythingStarts() throws IOException {
    assertRefused("did you mean 'mobilenet-v1'", "mobilnet-v1");
    assertRefused("--width: 'resnet-50' has no width multiplier", "resnet-50", "--width=2");
    assertRefused("--weights: there is no /nowhere", "resnet-50", "--weights=/nowhere");
    assertRefused("--images and --labels belong together", "resnet-50", "--images=" + here);
    assertRefused("--feature-width: the catalogue knows", "resnet-50", "--feature-width=8");
  }

  @Test
  void aProgramIsTriedWhereItIsAllowed() throws IOException {
    Path file = Files.createFile(here.resolve("m.pt"));
    String weights = "--weights=" + file;
    String size = "--image-size=32";
    String width = "--feature-width=8";
    assertRefused(
        "needs --weights FILE, --image-size N and --feature-width N",
        "torchscript",
        weights,
        size,
        "--allow-torchscript");
    assertRefused("has no width and no classes", "torchscript", weights, "--width=2");
    assertRefused("has no width and no classes", "torchscript", weights, "--images=" + here);
    assertRefused("m.pt is a program and not data", "torchscript", weights, size, width);
    Said said = check("torchscript", weights, size, width, "--allow-torchscript");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).startsWith("FAILED: w.pth: known output 1 of 2 is wrong");
  }

  private void assertRefused(String message, String... arguments) {
    Said said = check(arguments);
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains(message);
  }

  private Said checkImages(String... more) throws IOException {
    Path labels = Files.writeString(here.resolve("labels.txt"), "a.png 1\n");
    return check(
        Stream.concat(
                Stream.of("mobilenet-v1", "--images=" + here, "--labels=" + labels),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static Said check(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        TransferStudyCommand.commandLine(_ -> STUB)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new));
    return new Said(exit, out.toString(), err.toString());
  }
}
