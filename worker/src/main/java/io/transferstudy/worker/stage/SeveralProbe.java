package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.probe.L2Choice;
import io.transferstudy.worker.probe.L2Solution;
import io.transferstudy.worker.probe.OneVsRest;
import io.transferstudy.worker.probe.Predictor;
import io.transferstudy.worker.probe.SeveralFeatures;
import io.transferstudy.worker.score.Answers;
import io.transferstudy.worker.score.SeveralAnswers;
import java.util.List;

/** Of images of several classes: one regression a class. */
final class SeveralProbe implements FeatureProbe {
  /** Of the progress line, which goes on to where the refit begins. */
  private static final double SHARE = 0.09;

  private final StageContext context;
  private final LoadedDataset dataset;
  private final FeatureTable features;
  private final OneVsRest regression;

  SeveralProbe(
      StageContext context, LoadedDataset dataset, FeatureTable features, List<Double> l2Values) {
    this.context = context;
    this.dataset = dataset;
    this.features = features;
    this.regression = new OneVsRest(context.engine(), l2Values);
  }

  @Override
  public L2Choice choose(Metric metric) {
    int classes = dataset.classes().size();
    return regression
        .choose(
            labelled(dataset.train()),
            labelled(dataset.validation()),
            logits -> answers(dataset.validation(), logits).value(metric),
            context.cancellation(),
            done ->
                context
                    .progress()
                    .at(
                        FeatureExtraction.SHARE + SHARE * done / classes,
                        "class %d/%d".formatted(done, classes)))
        .orElseThrow(InterruptedStageException::new);
  }

  @Override
  public L2Solution refit(double lambda) {
    return regression
        .refit(labelled(dataset.trainAndValidation()), lambda, context.cancellation())
        .orElseThrow(InterruptedStageException::new);
  }

  @Override
  public Answers test(L2Solution solution) {
    SeveralFeatures test = labelled(dataset.test());
    try (var predictor = Predictor.open(context.engine(), test.features(), test.n(), test.d())) {
      return answers(dataset.test(), predictor.predict(solution.classifier()).logits());
    }
  }

  private SeveralAnswers answers(List<Example> examples, float[] logits) {
    return new SeveralAnswers(
        dataset.classes().size(), LoadedDataset.severalLabels(examples), logits);
  }

  private SeveralFeatures labelled(List<Example> examples) {
    List<Labels.Several> labels = LoadedDataset.severalLabels(examples);
    return new SeveralFeatures(
        examples.size(),
        features.width(),
        dataset.classes().size(),
        features.rows(examples),
        (example, label) -> labels.get(example).truth(label));
  }
}
