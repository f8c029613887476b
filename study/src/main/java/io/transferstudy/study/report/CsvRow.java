package io.transferstudy.study.report;

import java.util.List;
import java.util.stream.Collectors;

/** One line of a CSV file. */
public final class CsvRow {
  private CsvRow() {}

  /** Fields quoted as RFC 4180 says where they need it; the line ends in a line feed. */
  public static String of(List<String> fields) {
    return fields.stream().map(CsvRow::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String field) {
    return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? "\"" + field.replace("\"", "\"\"") + "\""
        : field;
  }
}
