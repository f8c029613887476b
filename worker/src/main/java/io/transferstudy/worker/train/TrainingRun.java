package io.transferstudy.worker.train;

import io.transferstudy.study.grid.Recipe;
import io.transferstudy.worker.engine.MicroBatches;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.engine.SgdStep;
import io.transferstudy.worker.engine.Targets;
import io.transferstudy.worker.image.Batch;
import io.transferstudy.worker.image.BatchStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * One training of one network: SGD with Nesterov momentum under a schedule, with a checkpoint every
 * minute and one when the process is asked to end.
 */
public final class TrainingRun {
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(60);

  private final RunPlan plan;
  private final Path checkpoint;
  private final BooleanSupplier cancelled;
  private final DoubleConsumer progress;

  /**
   * @param checkpoint the file of this attempt's checkpoint
   * @param cancelled whether the process was asked to end
   * @param progress gets the fraction of updates that are done
   */
  public TrainingRun(
      RunPlan plan, Path checkpoint, BooleanSupplier cancelled, DoubleConsumer progress) {
    this.plan = plan;
    this.checkpoint = checkpoint;
    this.cancelled = cancelled;
    this.progress = progress;
  }

  /** How a run ended. */
  public sealed interface End {
    /** After its last update; with the mean loss of each. */
    record Finished(List<Float> losses) implements End {}

    /** Before, with a checkpoint. */
    record Interrupted() implements End {}

    /** The loss of update {@code step} was no number any more. */
    record Diverged(int step) implements End {}
  }

  /** The training examples as batches; those of a step depend on nothing but the step. */
  @FunctionalInterface
  public interface Examples {
    /** The batches of the steps in [from, to). */
    BatchStream open(long from, long to);

    /** What a batch of theirs shows. */
    default Targets targets(Batch batch) {
      return new Targets.Classes(batch.labels());
    }
  }

  /**
   * Trains the network in place.
   *
   * @param from an earlier attempt's checkpoint to go on from, if there is one
   */
  public End run(Network network, Examples examples, Optional<Checkpoint> from) throws IOException {
    from.ifPresent(c -> network.restore(c.state()));
    var losses = new ArrayList<>(from.map(Checkpoint::losses).orElse(List.of()));
    Schedule schedule = plan.schedule();
    long saved = System.nanoTime();
    try (BatchStream batches = examples.open(losses.size(), plan.steps())) {
      for (int step = losses.size(); step < plan.steps(); step++) {
        if (cancelled.getAsBoolean()) {
          save(network, losses);
          return new End.Interrupted();
        }
        if (System.nanoTime() - saved > BETWEEN_CHECKPOINTS.toNanos()) {
          save(network, losses);
          saved = System.nanoTime();
        }
        Batch batch = batches.next();
        float loss =
            network.trainStep(
                batch.pixels(),
                MicroBatches.of(batch.count(), plan.microBatchDivisor()),
                examples.targets(batch),
                hyper(schedule.at(step)));
        if (!Float.isFinite(loss)) {
          return new End.Diverged(step);
        }
        losses.add(loss);
        progress.accept((step + 1.0) / plan.steps());
      }
    }
    return new End.Finished(List.copyOf(losses));
  }

  private SgdStep hyper(double learningRate) {
    return new SgdStep(
        learningRate,
        Recipe.MOMENTUM,
        plan.point().weightDecay(),
        plan.recipe().decayNormAndBias());
  }

  private void save(Network network, List<Float> losses) throws IOException {
    new Checkpoint(losses.size(), losses, network.state()).write(checkpoint);
  }
}
