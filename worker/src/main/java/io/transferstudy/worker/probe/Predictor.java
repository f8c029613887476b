package io.transferstudy.worker.probe;

import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.NativeTensor;
import io.transferstudy.worker.engine.TensorProgram;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** Features in native memory, ready to be classified by one classifier after another. */
public final class Predictor implements AutoCloseable {
  private static final String METHODS =
      """
        def widen(self: __torch__.Net, x: Tensor) -> Tensor:
          return torch.to(x, 7)
        def logits(self: __torch__.Net, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
          return torch.addmm(b, x, w)
      """;

  private final TensorProgram program;
  private final NativeTensor features; // closed with the program
  private final int d;

  private Predictor(TensorProgram program, NativeTensor features, int d) {
    this.program = program;
    this.features = features;
    this.d = d;
  }

  /** Copies the features; the labels are not looked at. */
  public static Predictor open(Engine engine, LabelledFeatures data) {
    return open(engine, data.features(), data.n(), data.d());
  }

  /** Copies n x d features, row-major. */
  public static Predictor open(Engine engine, float[] features, int n, int d) {
    TensorProgram program = TensorProgram.load(engine, METHODS);
    try (var x = program.floats(FloatBuffer.wrap(features), n, d)) {
      return new Predictor(program, program.call("widen", x), d);
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /** Classifies every example, in float64. */
  public Predictions predict(LinearClassifier classifier) {
    if (classifier.d() != d) {
      throw new IllegalArgumentException(
          "a classifier of %d features cannot classify %d".formatted(classifier.d(), d));
    }
    int classes = classifier.classes();
    try (var weights = program.doubles(DoubleBuffer.wrap(classifier.weights()), d, classes);
        var bias = program.doubles(DoubleBuffer.wrap(classifier.bias()), classes);
        var logits = program.call("logits", features, weights, bias)) {
      double[] values = new double[Math.toIntExact(logits.size())];
      logits.doubles().get(values);
      return Predictions.of(classes, values);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
