package io.transferstudy.cli.command;

import io.transferstudy.cli.local.FolderTrouble;
import io.transferstudy.cli.local.Refusal;
import io.transferstudy.cli.local.WorkerCommand;
import java.io.PrintWriter;
import java.util.function.IntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
    name = "transfer-study",
    description =
        "Which pretrained image model should we use for our images, and how? Runs a study - models"
            + " x data sets x settings - on this machine.",
    versionProvider = Versions.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:every cell has succeeded, or the command did what it should",
      "  1:some cells have failed, or a data set or what was checked is not as it should be",
      "  2:the command line, the manifest or a folder cannot be used as given",
      " 70:an error of this program",
      "130:interrupted; the same command goes on where it stopped"
    },
    footer = {"", "Start with:  ./transfer-study run examples/quickstart.yaml"})
public final class TransferStudyCommand {
  private static final int ERROR_OF_OURS = 70;

  private TransferStudyCommand() {}

  /**
   * The command line, ready to execute.
   *
   * @param worker how a worker is started when so many may run at once
   */
  public static CommandLine commandLine(IntFunction<WorkerCommand> worker) {
    return new CommandLine(new TransferStudyCommand())
        .addSubcommand(new RunCommand(worker))
        .addSubcommand(new PlanCommand())
        .addSubcommand(new PrepareCommand(worker))
        .addSubcommand(new ModelsCommand())
        .addSubcommand(new DatasetsCommand())
        .addSubcommand(new ReportCommand())
        .addSubcommand(new ValidateCommand())
        .addSubcommand(new CheckCommand(worker))
        .addSubcommand(new CommandLine.HelpCommand())
        .setUsageHelpAutoWidth(false)
        .setParameterExceptionHandler(TransferStudyCommand::refuse)
        .setExecutionExceptionHandler(TransferStudyCommand::failed);
  }

  private static int refuse(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("transfer-study: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult result)
      throws Exception {
    if (e instanceof Refusal || e instanceof FolderTrouble) {
      command.getErr().println("transfer-study: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    e.printStackTrace(command.getErr());
    return ERROR_OF_OURS;
  }
}
