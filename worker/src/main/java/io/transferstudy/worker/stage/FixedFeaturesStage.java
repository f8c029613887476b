package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Outcome.Chosen;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.probe.L2Candidate;
import io.transferstudy.worker.probe.L2Choice;
import io.transferstudy.worker.probe.L2Solution;
import io.transferstudy.worker.probe.LinearClassifier;
import io.transferstudy.worker.score.Answers;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The network as a fixed feature extractor: features once, lambda by validation, refit on train and
 * validation, one evaluation on test (Kornblith et al. 2019, section 3).
 */
final class FixedFeaturesStage {
  private final StageContext context;

  FixedFeaturesStage(StageContext context) {
    this.context = context;
  }

  Outcome.Success run(Stage.FixedFeatures stage) throws IOException {
    long seed = context.request().seed();
    Metric metric = stage.data().dataset().scoredBy();
    LoadedDataset dataset = DataOfStage.open(stage.data(), metric, context);
    PretrainedWeights weights = PretrainedWeights.locate(stage.weights(), context);
    String key = ResultKey.of(stage, seed, dataset, weights.sha256(), 1);
    return Result.publishedOr(context, key, () -> fit(stage, dataset, weights, key));
  }

  private Outcome.Success fit(
      Stage.FixedFeatures stage, LoadedDataset dataset, PretrainedWeights weights, String key)
      throws IOException {
    var extracted = new FeatureExtraction(context, stage, dataset, weights).features();
    FeatureTable features = extracted.table();
    Metric metric = stage.data().dataset().scoredBy();
    FeatureProbe probe = FeatureProbe.of(context, stage, dataset, features);
    L2Choice choice = probe.choose(metric);
    L2Candidate best = choice.best();
    L2Solution solution = probe.refit(best.lambda());
    Answers test = probe.test(solution);

    Result result = Result.begin(context, key);
    result.weights(head(solution.classifier()));
    result.answers(dataset, test);
    result.text("l2-path.csv", path(choice));
    result.provenance(dataset, stage, extracted.facts());
    return result.publish(test.score(metric), new Chosen.L2(best.lambda()), best.score());
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
