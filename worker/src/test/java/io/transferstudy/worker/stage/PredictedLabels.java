package io.transferstudy.worker.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** A predictions.csv of several labels and what follows from it, calculated anew and plainly. */
record PredictedLabels(List<String> classes, List<Row> rows) {
  record Row(Set<String> labels, Set<String> difficult, List<Double> logits) {}

  static PredictedLabels of(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("predictions.csv"));
    var classes = new ArrayList<String>();
    for (String name : lines.getFirst().split(",", -1)) {
      String plain = name.replace("\"", "");
      if (plain.startsWith("logit:")) {
        classes.add(plain.substring("logit:".length()));
      }
    }
    var rows = new ArrayList<Row>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = List.of(line.replace("\"", "").split(",", -1));
      rows.add(
          new Row(
              Set.of(fields.get(1).split(";", -1)),
              Set.of(fields.get(2).split(";", -1)),
              fields.subList(3, fields.size()).stream().map(Double::valueOf).toList()));
    }
    return new PredictedLabels(classes, rows);
  }

  double map() {
    var averages = new ArrayList<Double>();
    for (int k = 0; k < classes.size(); k++) {
      int label = k;
      String name = classes.get(k);
      List<Row> counted = rows.stream().filter(row -> !row.difficult().contains(name)).toList();
      long positives = counted.stream().filter(row -> row.labels().contains(name)).count();
      if (positives == 0) {
        continue;
      }
      List<Double> cuts =
          counted.stream()
              .map(row -> row.logits().get(label))
              .distinct()
              .sorted(Comparator.reverseOrder())
              .toList();
      double sum = 0;
      for (int tenth = 0; tenth <= 10; tenth++) {
        double highest = 0;
        for (double cut : cuts) {
          List<Row> taken = counted.stream().filter(r -> r.logits().get(label) >= cut).toList();
          long right = taken.stream().filter(row -> row.labels().contains(name)).count();
          if (10 * right >= tenth * positives) {
            highest = Math.max(highest, (double) right / taken.size());
          }
        }
        sum += highest;
      }
      averages.add(sum / 11);
    }
    return averages.stream().mapToDouble(average -> average).average().orElseThrow();
  }

  long correct() {
    return rows.stream()
        .filter(row -> {
          String best = "";
          double highest = Double.NEGATIVE_INFINITY;
          for (int k = 0; k < classes.size(); k++) {
            if (!row.difficult().contains(classes.get(k)) && row.logits().get(k) > highest) {
              highest = row.logits().get(k);
              best = classes.get(k);
            }
          }
          return row.labels().contains(best);
        })
        .count();
  }
}
