package io.transferstudy.worker.model;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The largest differences from the reference, a line for each model and layout. */
final class ParityTable {
  /** What is compared, in the order of the columns. */
  enum Column {
    /** Relative to the standard deviation of the reference's values. */
    LOGITS("logits"),
    /** Likewise. */
    FEATURES("features"),
    /** Relative to the loss. */
    LOSS("loss"),
    /** Relative to the norm of the whole gradient. */
    GRADIENT("gradient"),
    /** Relative to the norm of each named tensor's gradient. */
    WORST_GRADIENT("worst gradient"),
    /** Relative to the norm of each named running statistic. */
    STATISTICS("running stats");

    final String title;

    Column(String title) {
      this.title = title;
    }
  }

  private final Map<String, Map<Column, Double>> rows = new ConcurrentSkipListMap<>();

  /** Keeps a difference if it is the largest so far. */
  void note(String row, Column column, double difference) {
    rows.computeIfAbsent(row, _ -> new ConcurrentSkipListMap<>())
        .merge(column, difference, Math::max);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("%-36s".formatted("model, layout"));
    for (Column column : Column.values()) {
      text.append("%15s".formatted(column.title));
    }
    return text
        + rows.entrySet().stream()
            .map(row -> "\n%-36s".formatted(row.getKey()) + cells(row.getValue()))
            .collect(Collectors.joining());
  }

  private static String cells(Map<Column, Double> differences) {
    var text = new StringBuilder();
    for (Column column : Column.values()) {
      Double difference = differences.get(column);
      text.append("%15s".formatted(difference == null ? "-" : "%.1e".formatted(difference)));
    }
    return text.toString();
  }
}
