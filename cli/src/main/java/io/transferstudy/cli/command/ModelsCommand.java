package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.study.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the architectures. */
@Command(
    name = "models",
    description = "List the architectures that a study may name, with what is known of each.",
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      converter = ListFormat.Name.class,
      description = "table (the default), json or csv; the latter two are for programs.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  ListFormat format;

  @Override
  public Integer call() {
    var models = Catalogue.shipped().models();
    var out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TABLE -> ModelTable.of(models);
          case JSON -> Json.writeIndented(models);
          case CSV -> ModelCsv.of(models);
        });
    out.flush();
    return 0;
  }
}
