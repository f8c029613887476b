package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Manifest;
import io.transferstudy.cli.local.ClaimedFolder;
import io.transferstudy.cli.local.SingleWorker;
import io.transferstudy.cli.local.StudyFolder;
import io.transferstudy.cli.local.WorkerCommand;
import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Preparations;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prepares a study's data sets without running it. */
@Command(
    name = "prepare",
    header = "Verify the data sets of a study and pack each into one file, without running it.",
    description = {
      "",
      "'run' does the same before it needs a data set, and finds what was prepared here. A data set"
          + " is prepared again when one of its files has changed.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:every data set is prepared",
      "  1:some are not as they should be",
      "  2:the command line, the manifest or a folder cannot be used as given"
    })
final class PrepareCommand implements Callable<Integer> {
  private static final int SOME_FAILED = 1;

  private final IntFunction<WorkerCommand> workers;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Parameters(paramLabel = "MANIFEST", description = "A TransferStudy as YAML.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  Path manifest;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Where the study's results go, the packed data sets too; default: studies/NAME.")
  @Nullable Path output;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the data sets lie that the manifest names; default: the manifest's folder.")
  @Nullable Path data;

  /**
   * @param workers how a worker is started when so many may run at once
   */
  PrepareCommand(IntFunction<WorkerCommand> workers) {
    this.workers = workers;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Manifest.Valid read = ManifestFile.read(manifest);
    Study study = read.study();
    Path here = manifest.toAbsolutePath().resolveSibling("");
    Path dataFolder = RunCommand.existing("--data", data == null ? here : data);
    Map<WorkId.Prepare, Stage.Prepare> preparations = Preparations.of(study);
    if (preparations.isEmpty()) {
      spec.commandLine().getOut().println("nothing to prepare: every data set is drawn");
      return 0;
    }
    int failed = 0;
    try (var claim = ClaimedFolder.claim(StudyFolder.chosen(output, study), study.name())) {
      for (var entry : preparations.entrySet()) {
        failed +=
            prepared(study, entry.getKey(), entry.getValue(), dataFolder, claim.folder()) ? 0 : 1;
      }
    }
    return failed == 0 ? 0 : SOME_FAILED;
  }

  private boolean prepared(
      Study study, WorkId.Prepare work, Stage.Prepare stage, Path dataFolder, StudyFolder results)
      throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    Path artifacts = results.artifacts();
    Path folder = Files.createDirectories(results.preparation(work.dataset()));
    var request =
        new WorkRequest(
            "prepare",
            study.name(),
            work.key(),
            1,
            stage,
            0,
            new WorkRequest.Folders(
                dataFolder.toString(), "/", artifacts.toString(), folder.toString()),
            Runtime.getRuntime().availableProcessors(),
            1);
    Outcome outcome = new SingleWorker(workers.apply(1), folder).run(request);
    switch (outcome) {
      case Outcome.Success success -> {
        out.printf(
            Locale.ROOT,
            "%s: %s packed into %s (%s)%n",
            work.dataset(),
            Figures.count(success.correct(), "image"),
            artifacts.resolve(success.artifacts()),
            success.reused()
                ? "known already"
                : String.format(Locale.ROOT, "%.1f s", success.seconds()));
        success.warned().forEach(warning -> out.printf("    warning: %s%n", warning));
      }
      case Outcome.Failed(var failure) -> {
        out.printf("%s: FAILED: %s%n", work.dataset(), failure.message());
        out.printf("    remedy: %s%n", RemedyByHand.of(failure.kind()));
        out.printf("    log: %s%n", folder.resolve("log.txt"));
      }
    }
    out.flush();
    return outcome instanceof Outcome.Success;
  }
}
