package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.worker.trial.TorchScriptRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Small requests. */
final class Requests {
  static final Model MODEL = new Model("m", "resnet-8", 1, 24, new ModelSource.None(), null);

  /** As where nobody has said anything. */
  static final TorchScriptRules NO_PROGRAMS = TorchScriptRules.of(Map.of());

  private Requests() {}

  static Stage.Data drawn(String task, int train, int test) {
    var source = new DatasetSource.Procedural(task, train, test, 1);
    return new Stage.Data(new Dataset("d", source, Resize.WHOLE, 0.25, null), null);
  }

  static Recipe recipe(int steps, Double... learningRates) {
    return new Recipe(
        new Recipe.Length.Steps(steps),
        16,
        List.of(learningRates),
        List.of(5e-4),
        false,
        0.05,
        new Recipe.Crop.Shift(2));
  }

  static WorkRequest pretrain(Path artifacts, int attempt, int steps) {
    return request(
        artifacts,
        attempt,
        new Stage.Pretrain(MODEL, drawn("source", 480, 96), recipe(steps, 0.05)));
  }

  static WorkRequest training(Path artifacts, int attempt, int steps, Double... learningRates) {
    return request(
        artifacts,
        attempt,
        new Stage.Training(
            MODEL,
            null,
            drawn("textures", 96, 64),
            new Setting.Training(
                "random-init", Setting.Initialisation.RANDOM, recipe(steps, learningRates))));
  }

  static WorkRequest fixedFeatures(Path artifacts, Weights weights, long seed) {
    return new WorkRequest(
        "uid",
        "study",
        "cell/m/d/fixed-features/" + seed,
        1,
        new Stage.FixedFeatures(
            MODEL,
            weights,
            drawn("textures", 96, 64),
            new Setting.FixedFeatures("fixed-features", List.of(0.01, 1.0, 100.0))),
        seed,
        folders(artifacts),
        1,
        1);
  }

  static WorkRequest inParts(WorkRequest request, int microBatchDivisor) {
    return new WorkRequest(
        request.studyUid(),
        request.study(),
        request.work(),
        request.attempt(),
        request.stage(),
        request.seed(),
        request.folders(),
        request.threads(),
        microBatchDivisor);
  }

  private static WorkRequest request(Path artifacts, int attempt, Stage stage) {
    return new WorkRequest("uid", "study", "work", attempt, stage, 1, folders(artifacts), 1, 1);
  }

  private static WorkRequest.Folders folders(Path artifacts) {
    return new WorkRequest.Folders(
        "/nonexistent", "/nonexistent", artifacts.toString(), "/nonexistent");
  }
}
