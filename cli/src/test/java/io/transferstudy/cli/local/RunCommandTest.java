package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path here;

  /** A test that fails in the middle leaves no worker either. */
  @AfterEach
  void endWorkers() throws IOException {
    try (var files = Files.walk(here)) {
      files
          .filter(file -> file.endsWith("started.json"))
          .map(file -> new AttemptFolder(file.getParent()))
          .flatMap(attempt -> LeftBehind.find(attempt, attempt.start().orElseThrow()).stream())
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void writesItsTablesAndTheReportAndSaysWhereTheyAre() throws Exception {
    RunProcess.manifest(here, 2, "quick", "bad-data");
    RunProcess run = RunProcess.finished(here, "run", "stub.yaml");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains("stub: 1 model x 2 data sets x 1 setting x 1 seed = 2 cells, 2 workers at once")
        .containsPattern("\\d/2 m x quick, random-init: 0\\.\\d{3} \\[0\\.\\d\\d, 0\\.\\d\\d] \\(")
        .containsPattern("\\d/2 m x bad-data, random-init: FAILED: cat/3.png is truncated")
        .contains("remedy: replace the named file or leave it out")
        .contains("Report: studies/stub/report.html")
        .contains(
            "1 cell failed. After the remedy, try them again with:"
                + " ./transfer-study run stub.yaml --retry-failed");
    List<String> rows = Files.readAllLines(here.resolve("studies/stub/results.csv"));
    assertThat(rows)
        .startsWith(
            "model,dataset,setting,seed,state,score_kind,score,standard_error,low,high,n,seconds,reason")
        .anyMatch(row -> row.matches("m,quick,random-init,1,Succeeded,top1,0\\.\\d+,.*,100,0.1,"))
        .contains("m,bad-data,random-init,1,Failed,,,,,,,,cat/3.png is truncated");
    assertThat(here.resolve("studies/stub/report.html"))
        .content()
        .contains("</html>", "Hardest classes", "finch, &quot;red&quot;</th><td>50</td><td>50.0")
        .doesNotContain("wren");
    var json = new ObjectMapper().readTree(here.resolve("studies/stub/study.json").toFile());
    assertThat(json.at("/manifest/spec/models/0/architecture").asText()).isEqualTo("resnet-8");
    assertThat(json.at("/cells/0/score/correct").isInt()).isTrue();
  }

  @Test
  void aSecondCallRunsNothingAgainAndRetryFailedOnlyWhatFailed() throws Exception {
    RunProcess.manifest(here, 2, "quick", "bad-data");
    RunProcess.finished(here, "run", "stub.yaml");

    assertThat(RunProcess.finished(here, "run", "stub.yaml").exit()).isEqualTo(1);
    assertThat(attempts("quick")).containsExactly("1");
    assertThat(attempts("bad-data")).containsExactly("1");

    RunProcess.finished(here, "run", "stub.yaml", "--retry-failed");
    assertThat(attempts("quick")).containsExactly("1");
    assertThat(attempts("bad-data")).containsExactly("1", "2");
  }

  @Test
  void reportReadsTheFolderAgain() throws Exception {
    RunProcess.manifest(here, 2, "quick");
    RunProcess.finished(here, "run", "stub.yaml", "--output", "out");
    String csv = Files.readString(here.resolve("out/results.csv"));
    Files.delete(here.resolve("out/results.csv"));
    Files.delete(here.resolve("out/report.html"));

    RunProcess report = RunProcess.finished(here, "report", "out");

    assertThat(report.exit()).isZero();
    assertThat(report.output()).contains("1 of 1 cells finished");
    assertThat(here.resolve("out/results.csv")).hasContent(csv);
    assertThat(here.resolve("out/report.html")).exists();
  }

  @Test
  void ctrlCLetsWorkersEndAndTheSameCommandGoesOn() throws Exception {
    RunProcess.manifest(here, 2, "quick", "endless");
    RunProcess run = RunProcess.start(here, "run", "stub.yaml");
    run.await("an endless worker", () -> log("endless").contains("waiting"));
    run.await("a finished cell", () -> run.output().contains("1/2 "));

    run.terminate();

    assertThat(run.exit()).isEqualTo(130);
    assertThat(run.output())
        .contains("Stopping: the workers write their checkpoints.")
        .contains(
            "Stopped with 1 of 2 cells finished. Continue with: ./transfer-study run stub.yaml");
    assertThat(Files.readString(end("endless"))).contains("checkpoint written");
    assertThat(here.resolve("studies/stub/results.csv")).content().contains("Succeeded");
  }

  @Test
  void aSecondCtrlCEndsWorkersThatDoNotListen() throws Exception {
    RunProcess.manifest(here, 1, "deaf");
    RunProcess run = RunProcess.start(here, "run", "stub.yaml");
    run.await("a deaf worker", () -> log("deaf").contains("waiting"));

    run.terminate();
    run.await("the first signal", () -> run.output().contains("Stopping:"));
    run.terminate();

    assertThat(run.exit()).isEqualTo(130);
  }

  @Test
  void killedAtAnyMomentNothingIsLostAndNothingRunsTwice() throws Exception {
    RunProcess.manifest(here, 2, "quick", "endless");
    RunProcess run = RunProcess.start(here, "run", "stub.yaml");
    run.await("an endless worker", () -> log("endless").contains("waiting"));
    run.await("a finished cell", () -> run.output().contains("1/2 "));
    run.kill();
    ProcessHandle left = leftBehind();

    RunProcess again = RunProcess.start(here, "run", "stub.yaml");
    again.await("the second run", () -> again.output().contains("known already"));

    assertThat(left.isAlive()).as("the worker goes on").isTrue();
    assertThat(attempts("endless")).as("beside no other").containsExactly("1");
    again.terminate();
    assertThat(again.exit()).isEqualTo(130);
    assertThat(left.isAlive()).isFalse();
    assertThat(attempts("quick")).containsExactly("1");
    assertThat(Files.readString(end("endless"))).contains("checkpoint written");
  }

  @Test
  void aWorkerThatAnEditMadeUnwantedIsEndedByTheNextRun() throws Exception {
    RunProcess.manifest(here, 1, "endless");
    RunProcess run = RunProcess.start(here, "run", "stub.yaml");
    run.await("an endless worker", () -> log("endless").contains("waiting"));
    run.kill();
    ProcessHandle left = leftBehind();

    RunProcess.manifest(here, 1, "quick");
    assertThat(RunProcess.finished(here, "run", "stub.yaml").exit()).isZero();
    assertThat(left.isAlive()).isFalse();
  }

  @Test
  void onlyOneProcessRunsAStudyAtATime() throws Exception {
    RunProcess.manifest(here, 1, "endless");
    RunProcess run = RunProcess.start(here, "run", "stub.yaml");
    run.await("an endless worker", () -> log("endless").contains("waiting"));

    RunProcess second = RunProcess.finished(here, "run", "stub.yaml");

    assertThat(second.exit()).isEqualTo(2);
    assertThat(second.output()).contains("Another process runs the study in");
    run.terminate();
    run.exit();
  }

  /** The worker of the only attempt, from its record: its command line is too long to be read. */
  private ProcessHandle leftBehind() throws IOException {
    AttemptStart start = AttemptFolder.of(work("endless"), 1).start().orElseThrow();
    return ProcessHandle.of(start.pid()).filter(ProcessHandle::isAlive).orElseThrow();
  }

  private String log(String dataset) {
    try {
      Path log = work(dataset).resolve("1/log.txt");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private Path end(String dataset) throws IOException {
    return work(dataset).resolve("1/ended.json");
  }

  private List<String> attempts(String dataset) throws IOException {
    try (var entries = Files.list(work(dataset))) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private Path work(String dataset) throws IOException {
    try (var entries = Files.list(here.resolve("studies/stub/work"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("m_" + dataset + "_"))
          .findFirst()
          .orElseThrow(() -> new IOException("no work of " + dataset));
    }
  }
}
