package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.image.Batch;
import io.transferstudy.worker.image.BatchLoader;
import io.transferstudy.worker.image.LabelledImage;
import io.transferstudy.worker.image.Normalizer;
import io.transferstudy.worker.train.Predictions;
import java.util.List;

/**
 * Runs a network over examples without learning from them.
 *
 * @param normalizer of the network's input
 * @param resize how images become squares
 * @param threads that decode
 * @param cancellation asked between two batches
 */
record Evaluator(Normalizer normalizer, Resize resize, int threads, Cancellation cancellation) {
  private static final int BATCH = 32;

  /** The network's classes for the examples, in their order. */
  Predictions predict(Network network, List<? extends LabelledImage> examples) {
    int classes = network.graph().classes();
    var labels = new int[examples.size()];
    var predicted = new int[examples.size()];
    forEach(
        network,
        examples,
        (from, batch, logits, _) -> {
          for (int i = 0; i < batch.count(); i++) {
            labels[from + i] = (int) batch.labels()[i];
            predicted[from + i] = Predictions.argMax(logits, i * classes, classes);
          }
        });
    return new Predictions(labels, predicted);
  }

  /** The penultimate features of the examples, row-major [examples, features]. */
  float[] features(Network network, List<? extends LabelledImage> examples, ProgressOf progress) {
    int width = network.graph().features();
    var all = new float[Math.multiplyExact(examples.size(), width)];
    forEach(
        network,
        examples,
        (from, batch, _, features) -> {
          System.arraycopy(features, 0, all, from * width, batch.count() * width);
          progress.done(from + batch.count());
        });
    return all;
  }

  /** Told how many examples are done. */
  @FunctionalInterface
  interface ProgressOf {
    void done(int examples);
  }

  private interface Visitor {
    void visit(int from, Batch batch, float[] logits, float[] features);
  }

  private void forEach(Network network, List<? extends LabelledImage> examples, Visitor visitor) {
    var logits = new float[BATCH * network.graph().classes()];
    var features = new float[BATCH * network.graph().features()];
    try (var loader =
            new BatchLoader(examples, normalizer, network.graph().imageSize(), BATCH, threads);
        var batches = loader.evaluation(resize)) {
      int from = 0;
      while (batches.hasNext()) {
        cancellation.check();
        Batch batch = batches.next();
        network.evaluate(batch.pixels(), batch.count(), logits, features);
        visitor.visit(from, batch, logits, features);
        from += batch.count();
      }
    }
  }
}
