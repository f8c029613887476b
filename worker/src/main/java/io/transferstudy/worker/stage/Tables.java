package io.transferstudy.worker.stage;

import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.LoadedDataset;
import java.util.List;
import java.util.Map;

/** The small tables among a result's artifacts. */
final class Tables {
  private Tables() {}

  /** Mean training loss of each update. */
  static String curve(List<Float> losses) {
    var csv = new StringBuilder("step,loss\n");
    for (int step = 0; step < losses.size(); step++) {
      csv.append(step).append(',').append(losses.get(step)).append('\n');
    }
    return csv.toString();
  }

  /** Every point of a search; the score of one that diverged is empty. */
  static String search(List<Search.Tried> tried) {
    var csv = new StringBuilder("learning_rate,weight_decay,validation_score\n");
    for (Search.Tried one : tried) {
      csv.append(one.point().learningRate())
          .append(',')
          .append(one.point().weightDecay())
          .append(',')
          .append(one.accuracy() == null ? "" : one.accuracy())
          .append('\n');
    }
    return csv.toString();
  }

  /** What a result was made from. */
  static Map<String, Object> facts(LoadedDataset dataset, Stage.OfModel stage) {
    return Map.of(
        "dataDigest", dataset.digest(),
        "classes", dataset.classes(),
        "train", dataset.train().size(),
        "validation", dataset.validation().size(),
        "test", dataset.test().size(),
        "model", stage.model());
  }
}
