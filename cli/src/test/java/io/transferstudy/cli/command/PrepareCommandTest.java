package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.cli.local.StubWorker;
import io.transferstudy.cli.local.WorkerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command around a worker that packs nothing. */
class PrepareCommandTest {
  private static final WorkerCommand STUB =
      new WorkerCommand(
          Path.of(System.getProperty("java.home"), "bin", "java"),
          List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"),
          System.getProperty("java.class.path"),
          StubWorker.class.getName());

  @TempDir Path here;

  private record Said(int exit, String out, String err) {}

  private Said prepare(String datasets, String... more) throws IOException {
    Path manifest =
        Files.writeString(
            here.resolve("study.yaml"),
            """
            apiVersion: transferstudy.io/v1alpha1
            kind: TransferStudy
            metadata: {name: tiny}
            spec:
              models: [{name: lenet-small}]
              datasets: [%s]
              settings: [{name: random-init}]
            """
                .formatted(datasets));
    var out = new StringWriter();
    var err = new StringWriter();
    var line = TransferStudyCommand.commandLine(_ -> STUB);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    var arguments = new ArrayList<>(List.of("prepare", manifest.toString()));
    arguments.add("--output=" + here.resolve("out"));
    arguments.addAll(List.of(more));
    return new Said(line.execute(arguments.toArray(String[]::new)), out.toString(), err.toString());
  }

  @Test
  void everyDataSetOfFilesIsPreparedAndNoDrawnOne() throws IOException {
    Said said =
        prepare(
            "{name: birds, imageFolder: {path: birds, trainPerClass: 5}},"
                + " {name: drawn, procedural: {task: textures}}");
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out())
        .startsWith("birds: 100 images packed into ")
        .contains("results/prepare/birds (0.1 s)")
        .hasLineCount(1);
  }

  @Test
  void whatThereIsToLookAtIsTold() throws IOException {
    Said said = prepare("{name: uneven, imageFolder: {path: birds, trainPerClass: 5}}");
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out())
        .endsWith("\n    warning: it is uneven\n    warning: it is small\n")
        .hasLineCount(3);
  }

  @Test
  void whereNothingLiesInFilesNothingIsStarted() throws IOException {
    Said said = prepare("{name: drawn, procedural: {task: textures}}");
    assertThat(said.exit()).isZero();
    assertThat(said.out()).isEqualTo("nothing to prepare: every data set is drawn\n");
    assertThat(here.resolve("out")).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThereIsRefused() throws IOException {
    Said said =
        prepare(
            "{name: birds, imageFolder: {path: birds, trainPerClass: 5}}",
            "--data=" + here.resolve("none"));
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("--data: no such folder: " + here.resolve("none"));
  }
}
