package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.worker.engine.EngineMessage;
import io.transferstudy.worker.engine.FeatureExtractor;
import io.transferstudy.worker.engine.FeatureProgram;
import io.transferstudy.worker.image.Normalizer;
import io.transferstudy.worker.model.Preprocessing;
import io.transferstudy.worker.weights.WeightsException;
import java.nio.FloatBuffer;
import java.util.function.Supplier;

/**
 * A user's own network at work. What it answers is looked at batch by batch: that it did well on
 * the images of its trial says nothing of others.
 */
final class OwnNetwork implements FeatureExtractor {
  private final FeatureProgram program;
  private final String name;

  private OwnNetwork(FeatureProgram program, String name) {
    this.program = program;
    this.name = name;
  }

  /**
   * Loads it.
   *
   * @param file whose digest was checked
   * @throws WeightsException if it does not load
   */
  static OwnNetwork open(
      Model model, ModelSource.TorchScript source, PretrainedWeights file, StageContext context) {
    var engine = context.engine();
    FeatureProgram program =
        blaming(
            file.name(),
            () ->
                FeatureProgram.open(engine, file.file(), model.imageSize(), source.featureWidth()));
    return new OwnNetwork(program, file.name());
  }

  /** What its input must be. */
  static Normalizer normalizer(ModelSource.TorchScript source) {
    return new Normalizer(new Preprocessing(source.mean(), source.std()));
  }

  /**
   * Looks whether this worker may run the model.
   *
   * @throws InvalidRequestException if it is a program, and programs are not allowed
   */
  static void requireAllowed(Model model, StageContext context) {
    if (model.source() instanceof ModelSource.TorchScript own && !context.programs().allowed()) {
      throw new InvalidRequestException(
          "model %s: %s is a TorchScript file, a program and not data, and this worker may run none;"
                  .formatted(model.name(), own.path())
              + " it is allowed by --allow-torchscript, in a cluster by worker.allowTorchScript");
    }
  }

  @Override
  public int imageSize() {
    return program.imageSize();
  }

  @Override
  public int width() {
    return program.width();
  }

  @Override
  public void features(FloatBuffer imagesNchw, int n, float[] featuresOut) {
    blaming(
        name,
        () -> {
          program.features(imagesNchw, n, featuresOut);
          return n;
        });
    for (int i = 0; i < n * program.width(); i++) {
      if (!Float.isFinite(featuresOut[i])) {
        throw new WeightsException(
            "%s: feature %d of an image is %s: no classifier can be fitted to it"
                .formatted(name, i % program.width(), featuresOut[i]));
      }
    }
  }

  /**
   * Errors of the program are the file's, but for a lack of memory, which may be this machine's.
   */
  private static <T> T blaming(String name, Supplier<T> program) {
    try {
      return program.get();
    } catch (RuntimeException e) {
      if (FailureReading.outOfNativeMemory(e)) {
        throw e;
      }
      throw new WeightsException(
          name + ": " + EngineMessage.reason(String.valueOf(e.getMessage())), e);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
