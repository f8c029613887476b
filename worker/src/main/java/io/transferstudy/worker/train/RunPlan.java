package io.transferstudy.worker.train;

import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Recipe.Length;
import io.transferstudy.study.grid.Recipe.Point;
import io.transferstudy.worker.engine.MicroBatches;

/**
 * One training at one hyper-parameter point, in numbers.
 *
 * @param point learning rate and weight decay
 * @param recipe everything else about the optimiser
 * @param stepsPerEpoch whole batches in one pass over the training examples, at least 1
 * @param steps updates in all, at least 1
 * @param microBatchDivisor into how many parts each batch is divided, at least 1
 */
public record RunPlan(
    Point point, Recipe recipe, int stepsPerEpoch, int steps, int microBatchDivisor) {

  /**
   * The plan for one point.
   *
   * @param stepsPerEpoch whole batches in one pass over the training examples
   * @param microBatchDivisor into how many parts each batch is divided
   */
  public static RunPlan of(Recipe recipe, Point point, int stepsPerEpoch, int microBatchDivisor) {
    int steps =
        switch (recipe.length()) {
          case Length.Steps(int count) -> count;
          case Length.Epochs(int count) -> count * stepsPerEpoch;
        };
    return new RunPlan(point, recipe, stepsPerEpoch, steps, microBatchDivisor);
  }

  /**
   * How much a batch's statistics move the running ones, in PyTorch's sense: 1 - max(1 - 10/s, 0.9)
   * with s steps an epoch (Kornblith et al. 2019, appendix A.6). The parts of a divided batch move
   * them together as far as a whole one does.
   */
  public double batchNormMomentum() {
    double kept = Math.max(1 - 10.0 / stepsPerEpoch, 0.9);
    int parts = MicroBatches.of(recipe.batchSize(), microBatchDivisor).parts().size();
    return 1 - (parts == 1 ? kept : Math.pow(kept, 1.0 / parts));
  }

  Schedule schedule() {
    return Schedule.of(point.learningRate(), recipe.warmupFraction(), steps);
  }
}
