package io.transferstudy.worker.dataset.catalogue;

import io.transferstudy.worker.dataset.Found;
import io.transferstudy.worker.format.MatFile;
import io.transferstudy.worker.format.MatValue;
import io.transferstudy.worker.image.BadDataException;
import java.util.Map;
import java.util.TreeSet;

/** Tables that are MATLAB files. */
final class MatTables {
  private MatTables() {}

  /** The value of that name. */
  static MatValue value(Found found, String table, String name) {
    return field(table, MatFile.read(table, found.bytes(table)), name);
  }

  /** The field of that name. */
  static MatValue field(String table, Map<String, MatValue> fields, String name) {
    MatValue value = fields.get(name);
    if (value == null) {
      throw new BadDataException(
          "%s: no '%s' in it, only %s; it is not the official one"
              .formatted(table, name, String.join(", ", new TreeSet<>(fields.keySet()))));
    }
    return value;
  }

  /** The index of a label that counts from 1. */
  static int fromOne(String table, int label, int classes) {
    if (label < 1 || label > classes) {
      throw new BadDataException(
          "%s: label %d, but the classes are 1 to %d".formatted(table, label, classes));
    }
    return label - 1;
  }
}
