package io.transferstudy.study.work;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Setting;
import org.jspecify.annotations.Nullable;

/**
 * What one worker is asked to do, with everything that it needs to know.
 *
 * <p>A training stage does the search and the final in one process: with the small grids of today a
 * pod per point would mostly start and stop. Its runs checkpoint one by one, so that an interrupted
 * stage goes on where it was.
 */
public sealed interface Stage {
  Model model();

  /**
   * Loads given weights strictly and reproduces the outputs that are known of them, before any cell
   * starts from them.
   */
  record Gate(Model model) implements Stage {}

  /**
   * A gate by hand, which also measures how fast the network is and, with labelled images, how many
   * it recognises.
   *
   * @param labelled null for none
   * @param seconds that each speed is measured
   */
  record Check(Model model, @Nullable LabelledImages labelled, double seconds) implements Stage {}

  /**
   * Images whose source class is known.
   *
   * @param images a folder
   * @param labels a file that says which is which
   */
  record LabelledImages(String images, String labels) {}

  /** Trains a source model from random initialisation, without a search. */
  record Pretrain(Model model, Dataset source, Recipe recipe) implements Stage {}

  /** Extracts features once, chooses lambda on validation, refits, scores once on test. */
  record FixedFeatures(Model model, Weights weights, Dataset dataset, Setting.FixedFeatures setting)
      implements Stage {}

  /**
   * Searches the recipe's points on validation, trains the chosen one on train and validation,
   * scores once on test.
   *
   * @param weights where to start; null for random initialisation
   */
  record Training(Model model, @Nullable Weights weights, Dataset dataset, Setting.Training setting)
      implements Stage {}
}
