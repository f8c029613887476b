package io.transferstudy.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a list is printed. */
enum ListFormat {
  TABLE,
  JSON,
  CSV;

  /** Of the option. */
  static final class Name implements ITypeConverter<ListFormat> {
    @Override
    public ListFormat convert(String name) {
      return switch (name) {
        case "table" -> TABLE;
        case "json" -> JSON;
        case "csv" -> CSV;
        default ->
            throw new TypeConversionException("it is table, json or csv, not '" + name + "'");
      };
    }
  }
}
