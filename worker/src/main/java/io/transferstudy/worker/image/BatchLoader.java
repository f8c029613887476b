package io.transferstudy.worker.image;

import io.transferstudy.study.grid.Resize;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes batches of a list of examples on threads of its own, a few batches ahead of their use. What
 * a batch holds does not depend on the number of threads.
 */
public final class BatchLoader implements AutoCloseable {
  private final List<? extends LabelledImage> examples;
  private final Normalizer normalizer;
  private final int size;
  private final int batchSize;
  private final InputWait wait;
  private final InputThreads threads;

  /** One whose waits nobody asks for. */
  public BatchLoader(
      List<? extends LabelledImage> examples,
      Normalizer normalizer,
      int size,
      int batchSize,
      int threads) {
    this(examples, normalizer, size, batchSize, threads, new InputWait());
  }

  /**
   * @param examples in canonical order; an example's index in it decides its variations
   * @param normalizer of the network
   * @param size height and width of the network's input
   * @param batchSize examples per batch
   * @param threads that decode and resize at once
   * @param wait gets the time that the batches' user stands still for
   */
  public BatchLoader(
      List<? extends LabelledImage> examples,
      Normalizer normalizer,
      int size,
      int batchSize,
      int threads,
      InputWait wait) {
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("there are no examples to load");
    }
    this.examples = List.copyOf(examples);
    this.normalizer = normalizer;
    this.size = size;
    this.batchSize = batchSize;
    this.threads = new InputThreads(threads);
    this.wait = wait;
  }

  /** Every example once, in the list's order; the last batch may be smaller. */
  public BatchStream evaluation(Resize resize) {
    int batches = Math.ceilDiv(examples.size(), batchSize);
    return stream(
        0,
        batches,
        batch -> {
          int from = Math.toIntExact(batch * batchSize);
          var indexes = new int[Math.min(batchSize, examples.size() - from)];
          for (int i = 0; i < indexes.length; i++) {
            indexes[i] = from + i;
          }
          return new Plan(
              indexes, (picture, _) -> View.plain(Evaluation.square(picture, resize, size)));
        });
  }

  /** The number of training steps in one pass over the examples. */
  public int stepsPerEpoch() {
    return new Epochs(examples.size(), batchSize, 0).steps();
  }

  /**
   * The batches of the training steps in [from, to), counted over all epochs: a resumed run asks
   * for the steps that it has not done and gets the same batches.
   */
  public BatchStream training(Augmentation augmentation, long seed, long from, long to) {
    var epochs = new Epochs(examples.size(), batchSize, seed);
    return stream(
        from,
        to,
        step -> {
          long epoch = step / epochs.steps();
          int start = Math.toIntExact(step % epochs.steps()) * epochs.batchSize();
          var indexes = new int[epochs.batchSize()];
          System.arraycopy(epochs.order(epoch), start, indexes, 0, indexes.length);
          return new Plan(
              indexes,
              (picture, i) -> {
                SplittableRandom random = Chance.random(seed, "augmentation", epoch, i);
                return augmentation.vary(picture, size, random);
              });
        });
  }

  private BatchStream stream(long from, long to, PlanOfBatch plans) {
    return new BatchStream(examples, normalizer, size, threads, wait, from, to, plans);
  }

  @Override
  public void close() {
    threads.close();
  }

  /** The examples of one batch and how each becomes a view. */
  record Plan(int[] indexes, ViewOfExample views) {}

  /** What a batch holds, by its number. */
  interface PlanOfBatch {
    Plan plan(long batch);
  }

  /** An example's view, by its picture and its index. */
  interface ViewOfExample {
    View view(Picture picture, int index);
  }
}
