package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Recipe.Point;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.image.Augmentation;
import io.transferstudy.worker.image.BatchLoader;
import io.transferstudy.worker.image.CachedImages;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.train.Checkpoint;
import io.transferstudy.worker.train.RunPlan;
import io.transferstudy.worker.train.TrainingRun;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * Trains a network at one point, from an earlier attempt's checkpoint where there is one.
 *
 * @param context of the stage
 * @param key the result key, which finds checkpoints of all attempts
 * @param model the network
 * @param recipe but for the point
 * @param initial the state that every run starts from
 * @param resize of images before they are shifted
 * @param flip the mirror images that keep a class
 * @param several whether images show any number of classes
 */
record Trainer(
    StageContext context,
    String key,
    NetworkOfModel model,
    Recipe recipe,
    Map<String, Tensor> initial,
    Resize resize,
    Flip flip,
    boolean several) {
  /** Decoded images may take one part of so many. */
  private static final int SHARE_OF_HEAP = 3;

  /** What to do with the network that a run has ended with. */
  @FunctionalInterface
  interface WhenTrained<T> {
    T apply(Network network, TrainingRun.End end) throws IOException;
  }

  /**
   * One run.
   *
   * @param name of the run in its cell: names its checkpoint
   * @throws InterruptedStageException when the process was asked to end; a checkpoint is written
   */
  <T> T run(
      String name,
      Point point,
      List<Example> examples,
      DoubleConsumer progress,
      WhenTrained<T> whenTrained)
      throws IOException {
    String file = name + ".checkpoint";
    try (var loader =
        new BatchLoader(
            CachedImages.of(
                examples,
                model.graph().imageSize(),
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP),
            model.normalizer(),
            model.graph().imageSize(),
            recipe.batchSize(),
            context.request().threads(),
            context.input())) {
      var plan =
          RunPlan.of(recipe, point, loader.stepsPerEpoch(), context.request().microBatchDivisor());
      var options =
          Network.options(context.engine())
              .withBatchNormMomentum(plan.batchNormMomentum())
              .withSeveral(several);
      var augmentation = new Augmentation(recipe.crop(), flip, resize);
      try (var network = Network.load(context.engine(), model.graph(), initial, options)) {
        var run =
            new TrainingRun(
                plan, context.artifacts().own(key).resolve(file), context.cancellation(), progress);
        var from = Checkpoint.furthest(context.artifacts().fromAllAttempts(key, file));
        TrainingRun.End end = run.run(network, shown(examples, loader, augmentation), from);
        if (end instanceof TrainingRun.End.Interrupted) {
          throw new InterruptedStageException();
        }
        return whenTrained.apply(network, end);
      }
    }
  }

  private TrainingRun.Examples shown(
      List<Example> examples, BatchLoader loader, Augmentation augmentation) {
    long seed = context.request().seed();
    TrainingRun.Examples images = (from, to) -> loader.training(augmentation, seed, from, to);
    return several
        ? new SeveralExamples(
            LoadedDataset.severalLabels(examples), model.graph().classes(), images)
        : images;
  }
}
