package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.work.CheckedWeights;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.gate.Fidelity;
import io.transferstudy.worker.gate.GoldenOutputs;
import io.transferstudy.worker.gate.Speed;
import io.transferstudy.worker.trial.TrialOutcome;
import io.transferstudy.worker.weights.TorchScriptFile;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Whether a user's own network is what its model says: the file is whole, which is seen without
 * running it; it does well in a process of its own; and only then it reproduces what is known.
 *
 * @param context of the stage
 * @param source the model's
 */
record OwnNetworkGate(StageContext context, ModelSource.TorchScript source) {

  /** The gate of a study's model. */
  Outcome.Success run(Stage.Gate stage) throws IOException {
    Model model = stage.model();
    PretrainedWeights file = PretrainedWeights.given(model, context);
    Optional<GoldenOutputs> golden = golden(model, file);
    String key = ResultKey.ofGate(model, file.sha256(), golden.orElse(null));
    return Result.publishedOr(
        context,
        key,
        () -> {
          tried(model, file);
          try (var network = OwnNetwork.open(model, source, file, context)) {
            context.progress().at(0.8, "known outputs");
            Fidelity fidelity = Fidelity.of(network, golden, file.name());
            return Checked.of(fidelity, null, null, null).publish(context, key, model, file);
          }
        });
  }

  /** The same by hand, with its speed. */
  Outcome.Success run(Stage.Check stage, int batch) throws IOException {
    Model model = stage.model();
    if (stage.labelled() != null) {
      throw new InvalidRequestException(
          "a network of features recognises no image; leave out --images and --labels");
    }
    PretrainedWeights file = PretrainedWeights.given(model, context);
    Optional<GoldenOutputs> golden = golden(model, file);
    tried(model, file);
    context.engine(); // its own start is no part of loading
    long start = System.nanoTime();
    try (var network = OwnNetwork.open(model, source, file, context)) {
      double loaded = (System.nanoTime() - start) / 1e9;
      Fidelity fidelity = Fidelity.of(network, golden, file.name());
      context.progress().at(0.9, "speed");
      double evaluation = new Speed(batch, stage.seconds()).evaluation(network);
      var speed = new CheckedWeights.Speed(loaded, evaluation, null);
      String key = ResultKey.ofCheck(stage, context.started());
      return Checked.of(fidelity, null, speed, null).publish(context, key, model, file);
    }
  }

  private Optional<GoldenOutputs> golden(Model model, PretrainedWeights file) throws IOException {
    Optional<GoldenOutputs> golden = GoldenOutputs.ofFeatures(file.file());
    if (golden.isPresent()
        && (golden.get().classes() != source.featureWidth()
            || golden.get().size() != model.imageSize())) {
      throw new WeightsException(
          "%s: it knows %d features of images of %d pixels, but %d of %d pixels are declared"
              .formatted(
                  GoldenOutputs.beside(file.file()),
                  golden.get().classes(),
                  golden.get().size(),
                  source.featureWidth(),
                  model.imageSize()));
    }
    return golden;
  }

  private void tried(Model model, PretrainedWeights file) throws IOException {
    context.progress().at(0.1, "the file's checksums");
    TorchScriptFile.requireWhole(file.file());
    context.progress().at(0.3, "a trial in a process of its own");
    switch (trial(model, file)) {
      case TrialOutcome.Refused(var _, String message) ->
          throw new WeightsException(file.name() + ": " + message);
      case TrialOutcome.Features(int width, boolean finite) -> {
        if (width != source.featureWidth()) {
          throw new WeightsException(
              "%s: it returns %d features of an image, but featureWidth is %d; correct one of them"
                  .formatted(file.name(), width, source.featureWidth()));
        }
        if (!finite) {
          throw new WeightsException(
              file.name() + ": some of its features of two images of noise are no finite numbers");
        }
      }
    }
  }

  private TrialOutcome trial(Model model, PretrainedWeights file) throws IOException {
    try {
      return context.programs().trial(Files.size(file.file())).of(file.file(), model.imageSize());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedStageException();
    }
  }
}
