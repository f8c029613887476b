package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Catalogue.ArchiveFile;
import io.transferstudy.api.mapping.Catalogue.DatasetEntry;
import io.transferstudy.study.report.CsvRow;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The data sets as CSV: a header, then one row each in the order of the catalogue. Names of files
 * are parted by spaces, digests likewise, with {@code -} for one that is not known.
 */
final class DatasetCsv {
  static final String HEADER =
      "name,title,classes,train,validation,test,metric,several_classes,loses_images,home,files,md5,"
          + "licence,authors,year,paper,reference";

  private DatasetCsv() {}

  static String of(List<DatasetEntry> datasets) {
    return datasets.stream()
        .map(DatasetCsv::row)
        .collect(Collectors.joining("", HEADER + "\n", ""));
  }

  private static String row(DatasetEntry entry) {
    return CsvRow.of(
        List.of(
            entry.name(),
            entry.title(),
            Integer.toString(entry.classes()),
            Integer.toString(entry.train()),
            Integer.toString(entry.validation()),
            Integer.toString(entry.test()),
            entry.metric().label(),
            Boolean.toString(entry.severalClasses()),
            Boolean.toString(entry.losesImages()),
            entry.home(),
            entry.archives().stream().map(ArchiveFile::name).collect(Collectors.joining(" ")),
            entry.archives().stream()
                .map(file -> file.md5() == null ? "-" : file.md5())
                .collect(Collectors.joining(" ")),
            entry.licence(),
            entry.paper().authors(),
            Integer.toString(entry.paper().year()),
            entry.paper().title(),
            entry.paper().reference()));
  }
}
