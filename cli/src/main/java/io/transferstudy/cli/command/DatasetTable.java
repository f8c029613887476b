package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Catalogue.ArchiveFile;
import io.transferstudy.api.mapping.Catalogue.DatasetEntry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The data sets as a table for people. */
final class DatasetTable {
  private static final String ROW = "%-18s  %7s  %7s  %10s  %6s  %s\n";

  private DatasetTable() {}

  static String of(List<DatasetEntry> datasets) {
    return line("NAME", "CLASSES", "TRAIN", "VALIDATION", "TEST", "METRIC")
        + datasets.stream().map(DatasetTable::numbers).collect(Collectors.joining())
        + "\nWhere to get them\n\n"
        + datasets.stream().map(DatasetTable::origin).collect(Collectors.joining())
        + """

        You bring the files: below the data folder, in spec.datasets[].path.
        VALIDATION is held out of TRAIN where the data set has none: validationFraction.
        Fewer images are an error, unless the manifest says subset: true.
        METRIC is that of the data set's community, and what a study scores it by.
        """
        + datasets.stream()
            .filter(DatasetEntry::severalClasses)
            .map(entry ->
                "Images of %s show several classes: each class is told from all others.\n"
                    .formatted(entry.name()))
            .collect(Collectors.joining())
        + "\nPapers and MD5: --output csv, or docs/reference/datasets.md\n";
  }

  private static String numbers(DatasetEntry entry) {
    return line(
        entry.name(),
        number(entry.classes()),
        number(entry.train()),
        entry.validation() == 0 ? "held out" : number(entry.validation()),
        number(entry.test()),
        entry.metric().label());
  }

  private static String origin(DatasetEntry entry) {
    return "  %s: %s\n    %s\n    licence: %s\n"
        .formatted(
            entry.name(),
            entry.archives().stream().map(ArchiveFile::name).collect(Collectors.joining(", ")),
            entry.home(),
            entry.licence());
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }
}
