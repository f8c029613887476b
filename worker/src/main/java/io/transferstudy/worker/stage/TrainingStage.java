package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Recipe.Point;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Outcome.Chosen;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.model.Initialization;
import io.transferstudy.worker.model.PretrainedState;
import io.transferstudy.worker.score.Answers;
import io.transferstudy.worker.train.DivergedException;
import io.transferstudy.worker.train.TrainingRun.End;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains every layer: a search on train and validation where there is more than one point, then the
 * final on both, scored once on test. Pretraining is the same without a search, and scored by top-1
 * whatever its data set is scored by.
 */
final class TrainingStage {
  private final StageContext context;

  TrainingStage(StageContext context) {
    this.context = context;
  }

  Outcome.Success run(Stage.Training stage) throws IOException {
    Metric metric = stage.data().dataset().scoredBy();
    return run(stage, stage.data(), stage.setting().recipe(), stage.weights(), metric);
  }

  Outcome.Success run(Stage.Pretrain stage) throws IOException {
    return run(stage, stage.source(), stage.recipe(), null, Metric.TOP_1);
  }

  private Outcome.Success run(
      Stage.OfModel stage, Stage.Data data, Recipe recipe, @Nullable Weights weights, Metric metric)
      throws IOException {
    long seed = context.request().seed();
    Dataset declared = data.dataset();
    LoadedDataset dataset = DataOfStage.readManyTimes(data, metric, context);
    PretrainedWeights start = weights == null ? null : PretrainedWeights.locate(weights, context);
    String key =
        ResultKey.of(
            stage,
            seed,
            dataset,
            start == null ? "" : start.sha256(),
            context.request().microBatchDivisor());
    return Result.publishedOr(
        context, key, () -> train(stage, declared, dataset, recipe, start, metric, key));
  }

  private Outcome.Success train(
      Stage.OfModel stage,
      Dataset declared,
      LoadedDataset dataset,
      Recipe recipe,
      @Nullable PretrainedWeights start,
      Metric metric,
      String key)
      throws IOException {
    long seed = context.request().seed();
    var model = NetworkOfModel.of(stage.model(), dataset.classes().size());
    Map<String, Tensor> initial =
        start == null
            ? Initialization.random(model.graph(), seed)
            : PretrainedState.withNewClassifier(model.graph(), start.file(), seed);
    var trainer =
        new Trainer(
            context,
            key,
            model,
            recipe,
            initial,
            declared.resize(),
            dataset.flip(),
            dataset.several());
    var evaluator = Evaluator.of(model.normalizer(), declared.resize(), context);
    var tried = search(dataset, trainer, evaluator, metric);
    return finish(dataset, trainer, evaluator, tried, metric, stage);
  }

  private static List<Search.Tried> search(
      LoadedDataset dataset, Trainer trainer, Evaluator evaluator, Metric metric)
      throws IOException {
    if (trainer.recipe().points().size() == 1) {
      return List.of(); // nothing to choose
    }
    ProgressLine progress = trainer.context().progress();
    return new Search(trainer, evaluator, dataset, metric)
        .run((index, count, fraction) ->
            progress.at(
                (index + fraction) / (count + 1), "search %d/%d".formatted(index + 1, count)));
  }

  private Outcome.Success finish(
      LoadedDataset dataset,
      Trainer trainer,
      Evaluator evaluator,
      List<Search.Tried> tried,
      Metric metric,
      Stage.OfModel stage)
      throws IOException {
    Search.Tried best = tried.isEmpty() ? null : Search.best(tried);
    Point point = best == null ? trainer.recipe().points().getFirst() : best.point();
    int points = tried.size();
    return trainer.run(
        "final",
        point,
        dataset.trainAndValidation(),
        fraction ->
            context
                .progress()
                .at((points + fraction) / (points + 1), points == 0 ? "training" : "final"),
        (network, end) ->
            switch (end) {
              case End.Finished(var losses) -> {
                Answers test = evaluator.predict(network, dataset, dataset.test());
                Result result = Result.begin(context, trainer.key());
                result.weights(network.state());
                result.answers(dataset, test);
                result.text("curve.csv", Tables.curve(losses));
                result.text("search.csv", Tables.search(tried));
                result.provenance(dataset, stage);
                Chosen chosen =
                    best == null
                        ? null
                        : new Chosen.Point(point.learningRate(), point.weightDecay());
                yield result.publish(
                    test.score(metric), chosen, best == null ? null : best.accuracy());
              }
              case End.Diverged(int step) ->
                  throw new DivergedException(
                      "the final diverged at step %d with learning rate %s; lower it"
                          .formatted(step, point.learningRate()));
              case End.Interrupted() -> throw new InterruptedStageException();
            });
  }
}
