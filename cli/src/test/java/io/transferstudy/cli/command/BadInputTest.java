package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.transferstudy.cli.local.Refusal;
import io.transferstudy.cli.local.WorkerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
  private static final String VALID =
      """
      apiVersion: transferstudy.io/v1alpha1
      kind: TransferStudy
      metadata: {name: mine}
      spec:
        models: [{name: m, architecture: resnet-8}]
        datasets: [{name: x, procedural: {task: textures}}]
        settings: [{name: random-init}]
        suspend: true
      """;

  private static final String PROGRAM =
      """
      apiVersion: transferstudy.io/v1alpha1
      kind: TransferStudy
      metadata: {name: mine}
      spec:
        models:
          - name: own
            imageSize: 32
            torchScript: {path: m.pt, featureWidth: 8, mean: [0, 0, 0], std: [1, 1, 1]}
        datasets: [{name: textures, procedural: {task: textures}}]
        settings: [{name: fixed-features}]
        suspend: true
      """;

  @TempDir Path here;
  private Path manifest;

  private record Said(int exit, String err, String out) {}

  @BeforeEach
  void writeManifest() throws IOException {
    manifest = Files.writeString(here.resolve("study.yaml"), VALID);
  }

  @Test
  void aMissingManifest() {
    refused("no such file: " + here.resolve("none.yaml"), "run", here.resolve("none.yaml"));
  }

  @Test
  void aFolderInsteadOfAManifest() {
    refused(here + " is a folder; give a manifest, a YAML file.", "validate", here);
  }

  @Test
  void notText() throws IOException {
    Files.write(manifest, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    refused(manifest + " is not UTF-8 text, so it is no manifest.", "validate", manifest);
  }

  @Test
  void notYaml() throws IOException {
    Files.writeString(manifest, "kind: [TransferStudy");
    Said said = execute("validate", manifest);
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err())
        .startsWith("transfer-study: " + manifest + " is not valid:\n  manifest: is not YAML: ");
  }

  @Test
  void everyViolationAtOnceWithItsPath() throws IOException {
    Files.writeString(
        manifest,
        VALID.replace("resnet-8", "resnet-9").replace("textures", "texture").concat("  seed: 1\n"));
    Said said = execute("run", manifest, "--output", here.resolve("out"));
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err())
        .contains("\n  spec.models[0].architecture: ", "resnet-8")
        .contains("\n  spec.datasets[0].procedural.task: ", "textures")
        .contains("\n  spec.seed: ");
    assertThat(here.resolve("out")).doesNotExist();
  }

  /** Nothing is started, not even the folder of its results is made. */
  @Test
  void aProgramThatWasNotAllowed() throws IOException {
    Files.writeString(manifest, PROGRAM);
    String what = "model 'own' is a TorchScript file (m.pt), a program and not data";
    refused(
        what
            + "\nIt can do on this machine whatever you can. If you trust whoever made it, add"
            + " --allow-torchscript.",
        "run",
        manifest,
        "--output",
        here.resolve("out"));
    assertThat(here.resolve("out")).doesNotExist();
    for (String command : List.of("plan", "validate")) {
      Said said = execute(command, manifest);
      assertThat(said.exit()).isZero();
      assertThat(said.out()).endsWith(what + "; run needs --allow-torchscript\n");
    }
    Said allowed = execute("run", manifest, "--output", here.resolve("out"), "--allow-torchscript");
    assertThat(allowed.exit()).as("it is suspended: " + allowed.err()).isEqualTo(1);
  }

  @Test
  void anotherKind() throws IOException {
    Files.writeString(manifest, "apiVersion: v1\nkind: Pod\n");
    assertThat(execute("plan", manifest).err()).contains("\n  kind: ");
  }

  @Test
  void aFolderOfAnotherStudy() throws IOException {
    Path out = here.resolve("out");
    assertThat(execute("run", manifest, "--output", out).exit()).isEqualTo(1); // suspended
    Files.writeString(manifest, VALID.replace("mine", "yours"));
    refused(
        out + " holds the study 'mine', not 'yours'. Choose another folder with --output.",
        "run",
        manifest,
        "--output",
        out);
  }

  @Test
  void aFolderThatHoldsSomethingElse() {
    refused(
        here
            + " holds no study but is not empty (study.yaml). Choose another folder with"
            + " --output.",
        "run",
        manifest,
        "--output",
        here);
  }

  @Test
  void aFileInsteadOfAFolder() {
    refused(
        manifest + " is not a folder. Choose another with --output.",
        "run",
        manifest,
        "--output",
        manifest);
  }

  @Test
  void aFolderThatCannotBeWritten() throws IOException {
    Path closed = Files.createDirectory(here.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed), "this user may write everywhere");
    refused(
        closed.resolve("out") + ": permission denied. Choose a folder that you can write to.",
        "run",
        manifest,
        "--output",
        closed.resolve("out"));
  }

  @Test
  void aDataFolderThatIsNotThere() {
    refused("--data: no such folder: /nowhere", "run", manifest, "--data", "/nowhere");
    assertThat(here.resolve("studies")).doesNotExist();
  }

  @Test
  void noSlots() {
    refused("--slots must be at least 1, got 0", "run", manifest, "--slots", "0");
  }

  @Test
  void aFolderWithoutAStudyToReport() {
    refused(here + " holds no study that was run: study.json cannot be read.", "report", here);
  }

  @Test
  void anUnknownOptionNamesTheHelp() {
    Said said = execute("run", manifest, "--slot", "2");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err())
        .contains("--slot")
        .contains("--slots")
        .endsWith("Try: transfer-study run --help\n");
  }

  @Test
  void aWorkerThatWasNotBuilt() {
    assertThat(execute("run", manifest, "--slots", "7").err()).contains("no worker");
  }

  @Test
  void validateSaysHowLargeAValidStudyIs() {
    Said said = execute("validate", manifest);
    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .isEqualTo(manifest + " is valid: 1 model x 1 data set x 1 setting x 1 seed = 1 cell\n");
  }

  @Test
  void planListsTheWorkAndStartsNothing() {
    Said said = execute("plan", manifest, "--output", here.resolve("out"));
    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .containsPattern("to do +cell/m/x/random-init/1 +7 training runs")
        .contains("1 of 1 pieces of work to do, with 7 training runs, searches included.");
    assertThat(here.resolve("out")).doesNotExist();
  }

  @Test
  void oneTrainingRunIsNoSeveral() throws IOException {
    String pretrain = "resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}";
    Files.writeString(
        manifest, VALID.replace("resnet-8}", pretrain).replace("random-init", "fixed-features"));
    assertThat(execute("plan", manifest, "--output", here.resolve("out")).out())
        .contains("2 of 2 pieces of work to do, with 1 training run, searches included.");
  }

  @Test
  void anEstimateIsPlannedAndNotRun() throws IOException {
    Files.writeString(manifest, VALID.replace("suspend: true", "mode: Estimate"));
    Said said = execute("run", manifest, "--output", here.resolve("out"));
    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .contains("1 of 1 pieces of work to do, with 7 training runs, searches included.")
        .contains("spec.mode is Estimate: nothing was started.");
    assertThat(here.resolve("out")).doesNotExist();
  }

  private void refused(String message, Object... arguments) {
    Said said = execute(arguments);
    assertThat(said.err()).isEqualTo("transfer-study: " + message + "\n");
    assertThat(said.exit()).isEqualTo(2);
  }

  private static Said execute(Object... arguments) {
    var line =
        TransferStudyCommand.commandLine(slots -> {
          if (slots == 7) {
            throw new Refusal("no worker");
          }
          return new WorkerCommand(Path.of("java"), List.of(), "none", "None");
        });
    var out = new StringWriter();
    var err = new StringWriter();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    var strings = Stream.of(arguments).map(Object::toString);
    int exit = line.execute(strings.toArray(String[]::new));
    return new Said(exit, err.toString(), out.toString());
  }
}
