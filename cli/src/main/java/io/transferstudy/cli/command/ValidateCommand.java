package io.transferstudy.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a manifest. */
@Command(
    name = "validate",
    description = "Check a manifest; lists everything that is wrong with it, as path: message.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"  0:it is valid", "  2:it is not, or it cannot be read"})
final class ValidateCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Parameters(paramLabel = "MANIFEST", description = "A TransferStudy as YAML.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  Path manifest;

  @Override
  public Integer call() {
    var study = ManifestFile.read(manifest).study();
    var out = spec.commandLine().getOut();
    out.println(manifest + " is valid: " + Sizes.of(study));
    Programs.print(study, out);
    return 0;
  }
}
