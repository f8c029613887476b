package io.transferstudy.cli;

import io.transferstudy.cli.command.TransferStudyCommand;
import io.transferstudy.cli.local.WorkerCommand;
import java.nio.file.Path;

/** Where {@code ./transfer-study} begins. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    var commandLine =
        TransferStudyCommand.commandLine(slots -> WorkerCommand.builtIn(home(), slots));
    System.exit(commandLine.execute(args));
  }

  /** The root of the source tree, as the launcher says. */
  private static Path home() {
    return Path.of(System.getProperty("transferstudy.home", ".")).toAbsolutePath().normalize();
  }
}
