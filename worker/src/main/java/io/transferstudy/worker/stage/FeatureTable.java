package io.transferstudy.worker.stage;

import io.transferstudy.worker.dataset.Example;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of every image of a data set.
 *
 * @param width features of an image
 * @param values row-major, one row an image
 * @param rowOf the row of each image, by its name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FeatureTable(int width, float[] values, Map<String, Integer> rowOf) {

  /** Rows in the order of the examples. */
  static FeatureTable of(int width, float[] values, List<Example> examples) {
    if (values.length != Math.multiplyExact(examples.size(), width)) {
      throw new IllegalArgumentException(
          "%d values for %d examples of %d features"
              .formatted(values.length, examples.size(), width));
    }
    var rowOf = new HashMap<String, Integer>();
    for (int i = 0; i < examples.size(); i++) {
      rowOf.put(examples.get(i).name(), i);
    }
    return new FeatureTable(width, values, rowOf);
  }

  /** The rows of some of the examples, in their order. */
  float[] rows(List<Example> examples) {
    var rows = new float[examples.size() * width];
    for (int i = 0; i < examples.size(); i++) {
      Integer row = rowOf.get(examples.get(i).name());
      if (row == null) {
        throw new IllegalArgumentException("no features of " + examples.get(i).name());
      }
      System.arraycopy(values, row * width, rows, i * width, width);
    }
    return rows;
  }
}
