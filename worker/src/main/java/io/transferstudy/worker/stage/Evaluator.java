package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.engine.FeatureExtractor;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.image.Batch;
import io.transferstudy.worker.image.BatchLoader;
import io.transferstudy.worker.image.InputWait;
import io.transferstudy.worker.image.LabelledImage;
import io.transferstudy.worker.image.Normalizer;
import io.transferstudy.worker.score.Answers;
import io.transferstudy.worker.score.SeveralAnswers;
import io.transferstudy.worker.score.SingleAnswers;
import java.util.List;

/**
 * Runs a network over examples without learning from them.
 *
 * @param normalizer of the network's input
 * @param resize how images become squares
 * @param threads that decode
 * @param waits gets the time that the network waits for images
 * @param batch examples at once, at least 1: moves results by rounding at most
 * @param cancellation asked between two batches
 */
record Evaluator(
    Normalizer normalizer,
    Resize resize,
    int threads,
    InputWait waits,
    int batch,
    Cancellation cancellation) {
  private static final int BATCH = 32;

  /** As many threads, and as small batches, as the request says. */
  static Evaluator of(Normalizer normalizer, Resize resize, StageContext context) {
    return new Evaluator(
        normalizer,
        resize,
        context.request().threads(),
        context.input(),
        Math.max(1, BATCH / context.request().microBatchDivisor()),
        context.cancellation());
  }

  /** The network's answers on examples, in their order. */
  Answers predict(Network network, LoadedDataset dataset, List<Example> examples) {
    int classes = network.graph().classes();
    var all = new float[Math.multiplyExact(examples.size(), classes)];
    var logits = new float[batch * classes];
    var features = new float[batch * network.width()];
    forEach(
        network,
        examples,
        (from, examined) -> {
          network.evaluate(examined.pixels(), examined.count(), logits, features);
          System.arraycopy(logits, 0, all, from * classes, examined.count() * classes);
        });
    return dataset.several()
        ? new SeveralAnswers(classes, LoadedDataset.severalLabels(examples), all)
        : SingleAnswers.of(classes, examples.stream().mapToInt(Example::label).toArray(), all);
  }

  /** The penultimate features of the examples, row-major [examples, features]. */
  float[] features(
      FeatureExtractor extractor, List<? extends LabelledImage> examples, ProgressOf progress) {
    int width = extractor.width();
    var all = new float[Math.multiplyExact(examples.size(), width)];
    var features = new float[batch * width];
    forEach(
        extractor,
        examples,
        (from, examined) -> {
          extractor.features(examined.pixels(), examined.count(), features);
          System.arraycopy(features, 0, all, from * width, examined.count() * width);
          progress.done(from + examined.count());
        });
    return all;
  }

  /** Told how many examples are done. */
  @FunctionalInterface
  interface ProgressOf {
    void done(int examples);
  }

  private interface Visitor {
    void visit(int from, Batch batch);
  }

  private void forEach(
      FeatureExtractor extractor, List<? extends LabelledImage> examples, Visitor visitor) {
    try (var loader =
            new BatchLoader(examples, normalizer, extractor.imageSize(), batch, threads, waits);
        var batches = loader.evaluation(resize)) {
      int from = 0;
      while (batches.hasNext()) {
        cancellation.check();
        Batch next = batches.next();
        visitor.visit(from, next);
        from += next.count();
      }
    }
  }
}
