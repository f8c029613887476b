package io.transferstudy.worker.dataset;

import io.transferstudy.worker.format.TextTable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a data set's files hold, in no order of theirs.
 *
 * @param images by name
 * @param tables contents by name
 * @param records examples by name of their file, in its order
 */
public record Found(
    SortedMap<String, Pixels> images,
    Map<String, byte[]> tables,
    Map<String, List<Example>> records) {

  /** A text that is required. */
  public TextTable table(String name) {
    return TextTable.of(name, bytes(name));
  }

  /** The examples of a file of records that is required. */
  public List<Example> records(String file) {
    List<Example> examples = records.get(file);
    if (examples == null) {
      throw new IllegalStateException("not declared as required: " + file);
    }
    return examples;
  }

  /** A table that is required. */
  public byte[] bytes(String table) {
    byte[] bytes = tables.get(table);
    if (bytes == null) {
      throw new IllegalStateException("not declared as required: " + table);
    }
    return bytes;
  }
}
