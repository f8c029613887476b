package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Outcome.Chosen;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.probe.FixedFeatures;
import io.transferstudy.worker.probe.L2Candidate;
import io.transferstudy.worker.probe.L2Choice;
import io.transferstudy.worker.probe.L2Solution;
import io.transferstudy.worker.probe.LabelledFeatures;
import io.transferstudy.worker.probe.LinearClassifier;
import io.transferstudy.worker.probe.Predictor;
import io.transferstudy.worker.score.SingleAnswers;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network as a fixed feature extractor: features once, lambda by validation, refit on train and
 * validation, one evaluation on test (Kornblith et al. 2019, section 3).
 */
final class FixedFeaturesStage {
  /** Where the features end and the regression begins, for the progress line only. */
  private static final double EXTRACTED = FeatureExtraction.SHARE;

  private final StageContext context;

  FixedFeaturesStage(StageContext context) {
    this.context = context;
  }

  Outcome.Success run(Stage.FixedFeatures stage) throws IOException {
    long seed = context.request().seed();
    LoadedDataset dataset = DataOfStage.open(stage.data(), context);
    PretrainedWeights weights = PretrainedWeights.locate(stage.weights(), context);
    String key = ResultKey.of(stage, seed, dataset, weights.sha256(), 1);
    return Result.publishedOr(context, key, () -> fit(stage, dataset, weights, key));
  }

  private Outcome.Success fit(
      Stage.FixedFeatures stage, LoadedDataset dataset, PretrainedWeights weights, String key)
      throws IOException {
    var extracted = new FeatureExtraction(context, stage, dataset, weights).features();
    FeatureTable features = extracted.table();
    var regression = new FixedFeatures(context.engine(), stage.setting().l2Values());
    Metric metric = stage.data().dataset().scoredBy();
    LabelledFeatures train = labelled(features, dataset, dataset.train());
    LabelledFeatures validation = labelled(features, dataset, dataset.validation());
    L2Choice choice = choose(regression, train, validation, metric);
    L2Candidate best = choice.best();
    L2Solution solution =
        regression
            .refit(
                labelled(features, dataset, dataset.trainAndValidation()),
                best.lambda(),
                context.cancellation())
            .orElseThrow(InterruptedStageException::new);
    SingleAnswers test = test(solution, labelled(features, dataset, dataset.test()));

    Result result = Result.begin(context, key);
    result.weights(head(solution.classifier()));
    result.answers(dataset, test);
    result.text("l2-path.csv", path(choice));
    result.provenance(dataset, stage, extracted.facts());
    return result.publish(test.score(metric), new Chosen.L2(best.lambda()), best.score());
  }

  private L2Choice choose(
      FixedFeatures regression,
      LabelledFeatures train,
      LabelledFeatures validation,
      Metric metric) {
    var tried = new AtomicInteger();
    return regression
        .choose(
            train,
            validation,
            predicted -> answers(validation, predicted).value(metric),
            context.cancellation(),
            candidate ->
                context
                    .progress()
                    .at(
                        EXTRACTED + 0.002 * tried.incrementAndGet(),
                        "lambda %.2g".formatted(candidate.lambda())))
        .orElseThrow(InterruptedStageException::new);
  }

  private SingleAnswers test(L2Solution solution, LabelledFeatures test) {
    try (var predictor = Predictor.open(context.engine(), test)) {
      return answers(test, predictor.predict(solution.classifier()).predicted());
    }
  }

  private static SingleAnswers answers(LabelledFeatures examples, int[] predicted) {
    return new SingleAnswers(examples.classes(), examples.labels(), predicted);
  }

  private static LabelledFeatures labelled(
      FeatureTable features, LoadedDataset dataset, List<Example> examples) {
    return new LabelledFeatures(
        examples.size(),
        features.width(),
        dataset.classes().size(),
        features.rows(examples),
        examples.stream().mapToInt(Example::label).toArray());
  }

  /** The classifier as a linear layer's tensors, classes x features and classes. */
  private static Map<String, Tensor> head(LinearClassifier classifier) {
    int d = classifier.d();
    int classes = classifier.classes();
    var weight = new float[classes * d];
    var bias = new float[classes];
    for (int k = 0; k < classes; k++) {
      bias[k] = (float) classifier.bias()[k];
      for (int j = 0; j < d; j++) {
        weight[k * d + j] = (float) classifier.weights()[j * classes + k];
      }
    }
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("classifier.weight", new Tensor(new long[] {classes, d}, weight));
    tensors.put("classifier.bias", new Tensor(new long[] {classes}, bias));
    return tensors;
  }

  private static String path(L2Choice choice) {
    var csv =
        new StringBuilder("lambda,validation_score,objective,suboptimality_at_most,iterations\n");
    for (L2Candidate candidate : choice.candidates()) {
      csv.append(candidate.lambda())
          .append(',')
          .append(candidate.score())
          .append(',')
          .append(candidate.objective())
          .append(',')
          .append(candidate.suboptimalityAtMost())
          .append(',')
          .append(candidate.iterations())
          .append('\n');
    }
    return csv.toString();
  }
}
