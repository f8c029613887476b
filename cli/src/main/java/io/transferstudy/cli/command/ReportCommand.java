package io.transferstudy.cli.command;

import io.transferstudy.cli.local.Refusal;
import io.transferstudy.cli.local.Snapshot;
import io.transferstudy.cli.local.StudyFile;
import io.transferstudy.cli.local.StudyFolder;
import io.transferstudy.cli.local.StudyOutputs;
import io.transferstudy.cli.local.WorkLedger;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.study.report.TerminalReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports on what a study's folder holds. */
@Command(
    name = "report",
    description =
        "Print what a study has found so far, and write its results.csv, study.json and report.html"
            + " anew from its folder.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of a study, as 'run' wrote it.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  Path directory;

  @Override
  public Integer call() {
    StudyFile.Applied applied = applied();
    var manifest =
        ManifestFile.require(
            directory.resolve("study.json").toString(), Json.write(applied.manifest()));
    Study study = manifest.study();
    WorkLedger ledger =
        WorkLedger.existing(study, directory)
            .filter(found -> found.id().uid().equals(applied.uid()))
            .orElseThrow(() -> new Refusal(directory + " holds another study than its study.json"));
    var outputs =
        new StudyOutputs(
            ledger, applied.manifest(), Provenance.ofThisProcess(study.limits().threads()));
    var snapshot =
        new Snapshot(study, ledger.read(), Map.of(), study.limits().parallelism(), Instant.now());
    var out = spec.commandLine().getOut();
    out.print(TerminalReport.render(outputs.finish(snapshot)));
    out.println();
    out.println("Report: " + ledger.folder().report());
    return 0;
  }

  private StudyFile.Applied applied() {
    Path file = new StudyFolder(directory).json();
    try {
      return Json.read(Files.readString(file), StudyFile.Applied.class);
    } catch (IOException | MalformedJsonException e) {
      throw new Refusal(
          "%s holds no study that was run: %s cannot be read."
              .formatted(directory, file.getFileName()));
    }
  }
}
