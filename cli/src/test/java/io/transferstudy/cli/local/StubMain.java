package io.transferstudy.cli.local;

import io.transferstudy.cli.command.TransferStudyCommand;

/** The command line as it is, with the stub worker. */
public final class StubMain {
  private StubMain() {}

  public static void main(String[] args) {
    System.exit(TransferStudyCommand.commandLine(_ -> StubStudies.STUB).execute(args));
  }
}
