package io.transferstudy.cli.command;

import io.transferstudy.cli.local.StudyFolder;
import io.transferstudy.cli.local.WorkLedger;
import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a run would do. */
@Command(
    name = "plan",
    description = "Show what 'run' would do, in its order, and start nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Parameters(paramLabel = "MANIFEST", description = "A TransferStudy as YAML.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  Path manifest;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the study's results are; default: studies/NAME.")
  @Nullable Path output;

  @Override
  public Integer call() {
    Study study = ManifestFile.read(manifest).study();
    Path directory = StudyFolder.chosen(output, study);
    print(study, directory, spec.commandLine().getOut());
    return 0;
  }

  /** Prints what is left to do of a study whose results are in {@code directory}. */
  static void print(Study study, Path directory, PrintWriter out) {
    Map<WorkId, WorkState> seen =
        WorkLedger.existing(study, directory).map(WorkLedger::read).orElse(Map.of());
    List<WorkId> work = Planner.inOrder(study, seen);
    int runs = 0;
    int open = 0;
    for (WorkId each : work) {
      boolean done = seen.get(each) instanceof WorkState.Done;
      out.printf("%-9s %-60s %s%n", done ? "finished" : "to do", each.key(), what(study, each));
      open += done ? 0 : 1;
      runs += done ? 0 : trainingRuns(study, each);
    }
    out.println();
    out.println(study.name() + ": " + Sizes.of(study));
    out.printf(
        "%d of %d pieces of work to do, with %s, searches included.%n",
        open, work.size(), Figures.count(runs, "training run"));
    Programs.print(study, out);
  }

  private static String what(Study study, WorkId work) {
    return switch (work) {
      case WorkId.Prepare _ -> "images verified and packed";
      case WorkId.Gate _ -> "weights check";
      case WorkId.Pretrain _ -> "1 training run";
      case WorkId.OfCell(var cell) ->
          switch (study.grid().setting(cell.setting())) {
            case Setting.FixedFeatures fixed ->
                "features, %d L2 values".formatted(fixed.l2Values().size());
            case Setting.Training _ -> trainingRuns(study, work) + " training runs";
          };
    };
  }

  /** The points of the search, and the final run. */
  private static int trainingRuns(Study study, WorkId work) {
    return switch (work) {
      case WorkId.Prepare _, WorkId.Gate _ -> 0;
      case WorkId.Pretrain _ -> 1;
      case WorkId.OfCell(var cell) ->
          switch (study.grid().setting(cell.setting())) {
            case Setting.FixedFeatures _ -> 0;
            case Setting.Training(_, _, Recipe recipe) -> recipe.points().size() + 1;
          };
    };
  }
}
