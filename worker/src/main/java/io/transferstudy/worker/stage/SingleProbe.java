package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.probe.FixedFeatures;
import io.transferstudy.worker.probe.L2Choice;
import io.transferstudy.worker.probe.L2Solution;
import io.transferstudy.worker.probe.LabelledFeatures;
import io.transferstudy.worker.probe.Predictor;
import io.transferstudy.worker.score.Answers;
import io.transferstudy.worker.score.SingleAnswers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Of images of one class each: one multinomial regression. */
final class SingleProbe implements FeatureProbe {
  private final StageContext context;
  private final LoadedDataset dataset;
  private final FeatureTable features;
  private final FixedFeatures regression;

  SingleProbe(
      StageContext context, LoadedDataset dataset, FeatureTable features, List<Double> l2Values) {
    this.context = context;
    this.dataset = dataset;
    this.features = features;
    this.regression = new FixedFeatures(context.engine(), l2Values);
  }

  @Override
  public L2Choice choose(Metric metric) {
    var tried = new AtomicInteger();
    LabelledFeatures validation = labelled(dataset.validation());
    return regression
        .choose(
            labelled(dataset.train()),
            validation,
            predicted -> answers(validation, predicted).value(metric),
            context.cancellation(),
            candidate ->
                context
                    .progress()
                    .at(
                        FeatureExtraction.SHARE + 0.002 * tried.incrementAndGet(),
                        "lambda %.2g".formatted(candidate.lambda())))
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
    LabelledFeatures test = labelled(dataset.test());
    try (var predictor = Predictor.open(context.engine(), test)) {
      return answers(test, predictor.predict(solution.classifier()).predicted());
    }
  }

  private static SingleAnswers answers(LabelledFeatures examples, int[] predicted) {
    return new SingleAnswers(examples.classes(), examples.labels(), predicted);
  }

  private LabelledFeatures labelled(List<Example> examples) {
    return new LabelledFeatures(
        examples.size(),
        features.width(),
        dataset.classes().size(),
        features.rows(examples),
        examples.stream().mapToInt(Example::label).toArray());
  }
}
