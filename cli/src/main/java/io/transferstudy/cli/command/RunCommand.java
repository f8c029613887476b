package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Manifest;
import io.transferstudy.cli.local.ClaimedFolder;
import io.transferstudy.cli.local.Display;
import io.transferstudy.cli.local.DownloadsFolder;
import io.transferstudy.cli.local.LiveBlock;
import io.transferstudy.cli.local.LocalExecutor;
import io.transferstudy.cli.local.Refusal;
import io.transferstudy.cli.local.Retelling;
import io.transferstudy.cli.local.Slots;
import io.transferstudy.cli.local.Snapshot;
import io.transferstudy.cli.local.StudyFolder;
import io.transferstudy.cli.local.StudyOutputs;
import io.transferstudy.cli.local.StudyRun;
import io.transferstudy.cli.local.TerminalSize;
import io.transferstudy.cli.local.Wake;
import io.transferstudy.cli.local.WorkLedger;
import io.transferstudy.cli.local.WorkerCommand;
import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.grid.Scheduling;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.report.TerminalReport;
import io.transferstudy.study.work.WorkRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a study on this machine. */
@Command(
    name = "run",
    header = "Run a study on this machine and show its progress.",
    description = {
      "",
      "Finished cells are kept in the folder of --output: the same"
          + " command goes on where it stopped, and after an edit of the manifest runs only the cells"
          + " that the edit changes.",
      "",
      "Ctrl-C lets the workers write their checkpoints and ends the run; a second Ctrl-C ends them"
          + " at once.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:every cell has succeeded, or spec.mode is Estimate",
      "  1:some cells have failed, or the study is suspended",
      "  2:the command line, the manifest or a folder cannot be used as given",
      "130:interrupted; the same command goes on where it stopped"
    })
final class RunCommand implements Callable<Integer> {
  private static final int SOME_FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final Duration TICK = Duration.ofMillis(500);

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
          "Where results.csv, study.json, report.html, logs and artifacts go; default: studies/NAME.")
  @Nullable Path output;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description =
          "How many workers run at once; default: one for each GPU, or where there is none as many"
              + " as the cores can feed, at most the manifest's parallelism.")
  @Nullable Integer slots;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the data sets lie that the manifest names; default: the manifest's folder.")
  @Nullable Path data;

  @Option(
      names = "--weights",
      paramLabel = "DIR",
      description =
          "Where the weights lie that the manifest names; default: the manifest's folder.")
  @Nullable Path weights;

  @Option(
      names = "--downloads",
      paramLabel = "DIR",
      description =
          "Where weights are kept that the manifest names by uri; default: transfer-study in"
              + " $$XDG_CACHE_HOME or ~/.cache.")
  @Nullable Path downloads;

  @Option(
      names = "--retry-failed",
      description = "Also try those cells again that an earlier run has given up.")
  boolean retryFailed;

  @Option(names = Programs.ALLOW, description = Programs.DESCRIPTION)
  boolean allowTorchScript;

  @Option(names = "--quiet", description = "No progress, only what was found.")
  boolean quiet;

  /**
   * @param workers how a worker is started when so many may run at once
   */
  RunCommand(IntFunction<WorkerCommand> workers) {
    this.workers = workers;
  }

  @Override
  public Integer call() throws InterruptedException {
    Manifest.Valid read = ManifestFile.read(manifest);
    if (slots != null && slots < 1) {
      throw new Refusal("--slots must be at least 1, got " + slots);
    }
    if (read.study().scheduling().mode() == Scheduling.Mode.ESTIMATE) {
      Path results = StudyFolder.chosen(output, read.study());
      var out = spec.commandLine().getOut();
      PlanCommand.print(read.study(), results, out);
      out.println("spec.mode is Estimate: nothing was started. Set it to Run to start it.");
      return 0;
    }
    Programs.requireAllowed(read.study(), allowTorchScript);
    int threads = read.study().limits().threads();
    Slots places = Slots.ofThisMachine(slots, read.spec().parallelism(), threads);
    Study study = withParallelism(read.study(), places.count());
    WorkerCommand worker = workers.apply(places.count()).withTorchScript(allowTorchScript);
    Path here = manifest.toAbsolutePath().resolveSibling("");
    Path dataFolder = existing("--data", data == null ? here : data);
    Path weightsFolder = existing("--weights", weights == null ? here : weights);
    Path directory = StudyFolder.chosen(output, study);
    try (var claim = ClaimedFolder.claim(directory, study.name())) {
      var ledger = new WorkLedger(study, claim.id(), claim.folder());
      if (retryFailed) {
        ledger.forgiveFailures();
      }
      var folders =
          new WorkRequest.Folders(
              dataFolder.toString(),
              weightsFolder.toString(),
              claim.folder().artifacts().toString(),
              DownloadsFolder.chosen(downloads).toString());
      var wake = new Wake();
      var executor =
          new LocalExecutor(ledger, worker, folders, places, Clock.systemUTC(), wake::signal);
      var outputs = new StudyOutputs(ledger, Applied.of(read), Provenance.ofThisProcess(threads));
      return run(study, executor, wake, outputs, ledger, directory);
    }
  }

  private int run(
      Study study,
      LocalExecutor executor,
      Wake wake,
      StudyOutputs outputs,
      WorkLedger ledger,
      Path directory)
      throws InterruptedException {
    var start = snapshot(study, executor);
    Display display = display(start.now());
    var retelling =
        new Retelling(
            study, (work, attempt) -> directory.resolve(ledger.log(work, attempt)), start);
    StudyRun.Ending ending;
    try {
      var run =
          new StudyRun(
              study,
              executor,
              Clock.systemUTC(),
              wake,
              display instanceof LiveBlock ? Optional.of(TICK) : Optional.empty(),
              snapshot -> {
                outputs.update(snapshot);
                display.show(snapshot, retelling.news(snapshot));
              });
      try (var _ = Interruption.install(run::stop, executor::killAll, display::say)) {
        // Whoever has read this may press Ctrl-C.
        display.say(opening(study, start, directory));
        ending = run.run();
      }
    } finally {
      executor.killAll(); // only after an error of ours is there any left
      display.close();
    }
    var end = snapshot(study, executor);
    var report = outputs.finish(end);
    var out = spec.commandLine().getOut();
    if (ending != StudyRun.Ending.STOPPED) {
      out.println();
      out.print(TerminalReport.render(report));
      out.println();
    }
    out.println("Report: " + directory.resolve(ledger.folder().report().getFileName()));
    return closing(ending, study, start, end);
  }

  private int closing(StudyRun.Ending ending, Study study, Snapshot start, Snapshot end) {
    var out = spec.commandLine().getOut();
    var progress = end.progress();
    int failed = progress.count(Phase.FAILED);
    return switch (ending) {
      case COMPLETE -> {
        if (failed > 0) {
          out.println(
              "%s failed. After the remedy, try them again with: %s --retry-failed"
                  .formatted(Figures.count(failed, "cell"), again()));
        }
        yield failed == 0 ? 0 : SOME_FAILED;
      }
      case SUSPENDED -> {
        out.println("The study is suspended. Set spec.suspend to false and run it again.");
        yield SOME_FAILED;
      }
      case STOPPED -> {
        int finished = progress.count(Phase.SUCCEEDED) + failed;
        out.println(
            "Stopped with %d of %d cells finished. Continue with: %s"
                .formatted(finished, progress.cells().size(), again()));
        yield INTERRUPTED;
      }
    };
  }

  private String again() {
    return "./transfer-study "
        + String.join(
            " ",
            spec.commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--retry-failed"))
                .map(RunCommand::quoted)
                .toList());
  }

  private static String quoted(String argument) {
    return argument.matches("[-A-Za-z0-9_./=:,@+]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  private static String opening(Study study, Snapshot start, Path directory) {
    long known =
        Planner.work(study).stream()
            .filter(work -> start.state(work) instanceof WorkState.Done)
            .count();
    return "%s: %s, %s at once; results in %s%s"
        .formatted(
            study.name(),
            Sizes.of(study),
            Figures.count(start.slots(), "worker"),
            directory,
            known == 0 ? "" : "; " + known + " results are known already");
  }

  private Display display(Instant start) {
    if (quiet) {
      return new Display.Silence();
    }
    return Boolean.getBoolean("transferstudy.terminal")
        ? new LiveBlock(System.out, TerminalSize.watched(), start)
        : new Display.Lines(spec.commandLine().getOut());
  }

  private static Snapshot snapshot(Study study, LocalExecutor executor) {
    return new Snapshot(
        study, executor.observe(), Map.of(), study.limits().parallelism(), Instant.now());
  }

  private static Study withParallelism(Study study, int parallelism) {
    // A budget is of the cluster's GPUs: what runs here is the user's own.
    return study.withParallelism(parallelism).with(study.scheduling().withoutBudget());
  }

  /** A folder that an option names. */
  static Path existing(String option, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Refusal(option + ": no such folder: " + folder);
    }
    return folder.toAbsolutePath().normalize();
  }
}
