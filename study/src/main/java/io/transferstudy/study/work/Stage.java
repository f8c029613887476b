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

  /**
   * Verifies a data set, splits it and packs its images and labels into one file.
   *
   * @param dataset of which only the source counts, and what is done about images that cannot be
   *     used: how it is used later does not change the file
   */
  record Prepare(Dataset dataset) implements Stage {}

  /** What is done with a model. */
  sealed interface OfModel extends Stage {
    Model model();
  }

  /**
   * A data set for training or testing.
   *
   * @param dataset the declaration
   * @param pack the folder of the artifacts that {@link Prepare} has made of it; null if the worker
   *     draws its images
   */
  record Data(Dataset dataset, @Nullable String pack) {}

  /**
   * Loads given weights strictly and reproduces the outputs that are known of them, before any cell
   * starts from them.
   */
  record Gate(Model model) implements OfModel {}

  /**
   * A gate by hand, which also measures how fast the network is and, with labelled images, how many
   * it recognises.
   *
   * @param labelled null for none
   * @param seconds that each speed is measured
   */
  record Check(Model model, @Nullable LabelledImages labelled, double seconds) implements OfModel {}

  /**
   * Images whose source class is known.
   *
   * @param images a folder
   * @param labels a file that says which is which
   */
  record LabelledImages(String images, String labels) {}

  /** Trains a source model from random initialisation, without a search. */
  record Pretrain(Model model, Data source, Recipe recipe) implements OfModel {}

  /** Extracts features once, chooses lambda on validation, refits, scores once on test. */
  record FixedFeatures(Model model, Weights weights, Data data, Setting.FixedFeatures setting)
      implements OfModel {}

  /**
   * Searches the recipe's points on validation, trains the chosen one on train and validation,
   * scores once on test.
   *
   * @param weights where to start; null for random initialisation
   */
  record Training(Model model, @Nullable Weights weights, Data data, Setting.Training setting)
      implements OfModel {}
}
