package io.transferstudy.worker.gate;

import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.work.CheckedWeights;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.image.Batch;
import io.transferstudy.worker.image.BatchLoader;
import io.transferstudy.worker.image.InputWait;
import io.transferstudy.worker.image.LabelledImage;
import io.transferstudy.worker.image.Normalizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How many labelled images a network recognises, by the usual ImageNet evaluation: shorter side to
 * size / 0.875, central crop.
 */
public final class Recognition {
  private static final int BATCH = 16;
  private static final int FIVE = 5;

  /** TensorFlow's ImageNet networks: their first class is the background. */
  private static final int WITH_BACKGROUND = 1_001;

  private Recognition() {}

  /** Told how many images are done. */
  @FunctionalInterface
  public interface ProgressOf {
    /** So many of all. */
    void done(int images, int all);
  }

  /**
   * Evaluates the images of a folder.
   *
   * @param threads that decode
   * @param wait gets the time that the network waits for images
   * @throws io.transferstudy.worker.image.BadDataException if an image cannot be used
   */
  public static CheckedWeights.Recognition of(
      Network network,
      Normalizer normalizer,
      Path images,
      Path labels,
      int threads,
      InputWait wait,
      ProgressOf progress)
      throws IOException {
    int classes = network.graph().classes();
    int background = classes == WITH_BACKGROUND ? 1 : 0;
    List<LabelledImage> all = LabelledFolder.read(images, labels, classes - background);
    var logits = new float[BATCH * classes];
    var features = new float[BATCH * network.graph().features()];
    int top1 = 0;
    int top5 = 0;
    int done = 0;
    long start = System.nanoTime();
    try (var loader =
            new BatchLoader(all, normalizer, network.graph().imageSize(), BATCH, threads, wait);
        var batches = loader.evaluation(Resize.CENTRAL)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        network.evaluate(batch.pixels(), batch.count(), logits, features);
        for (int i = 0; i < batch.count(); i++) {
          int rank = rank(logits, i * classes, classes, background + (int) batch.labels()[i]);
          top1 += rank == 0 ? 1 : 0;
          top5 += rank < FIVE ? 1 : 0;
        }
        done += batch.count();
        progress.done(done, all.size());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new CheckedWeights.Recognition(all.size(), top1, top5, all.size() / seconds);
  }

  /** How many classes come before this one; of equal ones the first comes first. */
  private static int rank(float[] logits, int offset, int classes, int label) {
    float own = logits[offset + label];
    int before = 0;
    for (int k = 0; k < classes; k++) {
      float other = logits[offset + k];
      before += other > own || (other == own && k < label) ? 1 : 0;
    }
    return before;
  }
}
