package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.work.CheckedWeights;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.gate.Fidelity;
import io.transferstudy.worker.gate.Recognition;
import io.transferstudy.worker.gate.Speed;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Whether a model with its weights is what it says it is: every key and shape fits, the known
 * outputs are reproduced, and nothing that it answers is nonsense.
 */
final class GateStage {
  private static final int BATCH = 16;

  private final StageContext context;

  GateStage(StageContext context) {
    this.context = context;
  }

  /** The gate of a study's model. */
  Outcome.Success run(Stage.Gate stage) throws IOException {
    if (stage.model().source() instanceof ModelSource.TorchScript own) {
      return new OwnNetworkGate(context, own).run(stage);
    }
    PretrainedWeights weights = PretrainedWeights.given(stage.model(), context);
    var known = KnownOfWeights.of(stage.model(), weights);
    String key = ResultKey.ofGate(stage.model(), weights.sha256(), known.outputs().orElse(null));
    return Result.publishedOr(
        context,
        key,
        () -> {
          var given =
              GivenNetwork.of(stage.model(), weights, known.outputs(), context.request().seed());
          try (var network = given.load(context.engine())) {
            context.progress().at(0.5, "known outputs");
            Fidelity fidelity = Fidelity.of(network, known.outputs(), given.name());
            return Checked.of(fidelity, known.file(), null, null)
                .publish(context, key, stage.model(), weights);
          }
        });
  }

  /**
   * A check by hand: of the network itself where there are no weights. It is never answered from
   * the artifacts.
   */
  Outcome.Success run(Stage.Check stage) throws IOException {
    Model model = stage.model();
    if (model.source() instanceof ModelSource.TorchScript own) {
      return new OwnNetworkGate(context, own).run(stage, BATCH);
    }
    PretrainedWeights weights =
        model.source() instanceof ModelSource.None ? null : PretrainedWeights.given(model, context);
    var known = weights == null ? KnownOfWeights.nothing() : KnownOfWeights.of(model, weights);
    context.engine(); // its own start is no part of loading
    long start = System.nanoTime();
    var given = GivenNetwork.of(model, weights, known.outputs(), context.request().seed());
    try (var network = given.load(context.engine())) {
      double loaded = (System.nanoTime() - start) / 1e9;
      Fidelity fidelity = Fidelity.of(network, known.outputs(), given.name());
      CheckedWeights.Recognition recognition =
          stage.labelled() == null ? null : recognition(network, given, stage.labelled());
      context.progress().at(0.9, "speed");
      var speed = new Speed(BATCH, stage.seconds());
      var measured =
          new CheckedWeights.Speed(loaded, speed.evaluation(network), speed.training(network));
      String key = ResultKey.ofCheck(stage, context.started());
      return Checked.of(fidelity, known.file(), measured, recognition)
          .publish(context, key, model, weights);
    }
  }

  private CheckedWeights.Recognition recognition(
      Network network, GivenNetwork given, Stage.LabelledImages labelled) throws IOException {
    if (!given.hasClassifier()) {
      throw new WeightsException(
          given.name()
              + ": without a trained classifier no image is recognised; leave out --images");
    }
    return Recognition.of(
        network,
        given.model().normalizer(),
        Path.of(labelled.images()),
        Path.of(labelled.labels()),
        context.request().threads(),
        context.input(),
        (done, all) -> {
          context.cancellation().check();
          context.progress().at(0.1 + 0.8 * done / all, done + " of " + all + " images");
        });
  }
}
