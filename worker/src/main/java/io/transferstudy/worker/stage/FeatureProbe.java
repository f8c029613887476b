package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.probe.L2Choice;
import io.transferstudy.worker.probe.L2Solution;
import io.transferstudy.worker.score.Answers;

/** The regression on a data set's features, by what its images show. */
interface FeatureProbe {
  /**
   * Chooses lambda by the metric on validation.
   *
   * @throws InterruptedStageException if the process was asked to end
   */
  L2Choice choose(Metric metric);

  /** Solves on train and validation. As {@link #choose}. */
  L2Solution refit(double lambda);

  /** What a solution says about the test examples. */
  Answers test(L2Solution solution);

  /** The one for a data set. */
  static FeatureProbe of(
      StageContext context,
      Stage.FixedFeatures stage,
      LoadedDataset dataset,
      FeatureTable features) {
    var values = stage.setting().l2Values();
    return dataset.several()
        ? new SeveralProbe(context, dataset, features, values)
        : new SingleProbe(context, dataset, features, values);
  }
}
