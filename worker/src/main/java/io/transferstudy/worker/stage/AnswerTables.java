package io.transferstudy.worker.stage;

import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.score.Answers;
import io.transferstudy.worker.score.SeveralAnswers;
import io.transferstudy.worker.score.SingleAnswers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What was answered on test examples, as CSV. */
final class AnswerTables {
  private AnswerTables() {}

  /**
   * One row an example. Of one class: its label, the predicted one, and 1 where they are the same.
   * Of several: what it shows, what is difficult to tell, both parted by semicolons, and the logit
   * of every class.
   */
  static String predictions(LoadedDataset dataset, Answers answers) {
    return switch (answers) {
      case SingleAnswers single -> single(dataset, single);
      case SeveralAnswers several -> several(dataset, several);
    };
  }

  private static String single(LoadedDataset dataset, SingleAnswers answers) {
    var csv = new StringBuilder("example,label,predicted,correct\n");
    for (int i = 0; i < answers.total(); i++) {
      int label = answers.labels()[i];
      int predicted = answers.predicted()[i];
      row(
          csv,
          List.of(
              dataset.test().get(i).name(),
              dataset.classes().get(label),
              dataset.classes().get(predicted),
              label == predicted ? "1" : "0"));
    }
    return csv.toString();
  }

  private static String several(LoadedDataset dataset, SeveralAnswers answers) {
    var csv = new StringBuilder();
    var header = new ArrayList<>(List.of("example", "labels", "difficult"));
    dataset.classes().forEach(name -> header.add("logit:" + name));
    row(csv, header);
    for (int i = 0; i < answers.total(); i++) {
      Example example = dataset.test().get(i);
      Labels.Several labels = answers.labels().get(i);
      var fields =
          new ArrayList<>(
              List.of(
                  example.name(),
                  names(dataset.classes(), labels.present()),
                  names(dataset.classes(), labels.ignored())));
      for (int k = 0; k < answers.classes(); k++) {
        fields.add(Float.toString(answers.logits()[i * answers.classes() + k]));
      }
      row(csv, fields);
    }
    return csv.toString();
  }

  /** Several classes in one field. */
  static String names(List<String> classes, Collection<Integer> labels) {
    return labels.stream().map(classes::get).collect(Collectors.joining(";"));
  }

  /** One row a class; the score of one that no test image shows is empty. */
  static String perClass(LoadedDataset dataset, Answers answers) {
    var csv = new StringBuilder();
    String score =
        switch (answers) {
          case SingleAnswers _ -> "accuracy";
          case SeveralAnswers _ -> "average_precision";
        };
    row(csv, List.of("class", "test_images", score));
    for (Answers.OfClass each : answers.perClass()) {
      row(
          csv,
          List.of(
              dataset.classes().get(each.label()),
              Integer.toString(each.images()),
              each.score().isPresent() ? Double.toString(each.score().getAsDouble()) : ""));
    }
    return csv.toString();
  }

  private static void row(StringBuilder csv, List<String> fields) {
    csv.append(fields.stream().map(AnswerTables::quoted).collect(Collectors.joining(",")))
        .append('\n');
  }

  /** A field of a CSV file. */
  static String quoted(String field) {
    return field.matches("[\\w ./+-]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
