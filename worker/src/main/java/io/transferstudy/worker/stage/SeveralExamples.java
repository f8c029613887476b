package io.transferstudy.worker.stage;

import io.transferstudy.study.findings.AveragePrecision.Truth;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.engine.Targets;
import io.transferstudy.worker.image.Batch;
import io.transferstudy.worker.image.BatchStream;
import io.transferstudy.worker.train.TrainingRun;
import java.util.List;

/**
 * Training examples that show any number of classes.
 *
 * @param labels of the examples, by the index that a batch has of them
 * @param classes how many there are
 * @param images the batches
 */
record SeveralExamples(List<Labels.Several> labels, int classes, TrainingRun.Examples images)
    implements TrainingRun.Examples {
  @Override
  public BatchStream open(long from, long to) {
    return images.open(from, to);
  }

  @Override
  public Targets targets(Batch batch) {
    var marks = new float[batch.count() * classes];
    for (int i = 0; i < batch.count(); i++) {
      Labels.Several shown = labels.get(batch.indexes()[i]);
      for (int k = 0; k < classes; k++) {
        marks[i * classes + k] = mark(shown.truth(k));
      }
    }
    return new Targets.Marks(marks);
  }

  private static float mark(Truth truth) {
    return switch (truth) {
      case PRESENT -> 1;
      case ABSENT -> 0;
      case IGNORED -> -1;
    };
  }
}
