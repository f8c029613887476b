package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.study.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the data sets. */
@Command(
    name = "datasets",
    description = "List the data sets that a study may name, with what is known of each.",
    mixinStandardHelpOptions = true)
final class DatasetsCommand implements Callable<Integer> {
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
    var datasets = Catalogue.shipped().datasets();
    var out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TABLE -> DatasetTable.of(datasets);
          case JSON -> Json.writeIndented(datasets);
          case CSV -> DatasetCsv.of(datasets);
        });
    out.flush();
    return 0;
  }
}
