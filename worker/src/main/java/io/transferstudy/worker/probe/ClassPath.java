package io.transferstudy.worker.probe;

import io.transferstudy.study.findings.AveragePrecision.Truth;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.torchscript.Precision;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The path of one class against all others, as {@link OneVsRest} says. */
final class ClassPath implements AutoCloseable {
  private final int d;
  private final double constant;
  private final @Nullable L2Path path;

  private ClassPath(int d, double constant, @Nullable L2Path path) {
    this.d = d;
    this.constant = constant;
    this.path = path;
  }

  static ClassPath open(Engine engine, SeveralFeatures train, int label, Precision precision) {
    int[] rows =
        IntStream.range(0, train.n())
            .filter(i -> train.truths().of(i, label) != Truth.IGNORED)
            .toArray();
    int[] labels =
        Arrays.stream(rows)
            .map(i -> train.truths().of(i, label) == Truth.PRESENT ? 1 : 0)
            .toArray();
    int present = Arrays.stream(labels).sum();
    if (present == 0 || present == labels.length) {
      // The optimum of a free bias: nothing, or everything, shows the class.
      double bias = present == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return new ClassPath(train.d(), bias, null);
    }
    var features = new LabelledFeatures(rows.length, train.d(), 2, selected(train, rows), labels);
    return new ClassPath(train.d(), 0, L2Path.open(engine, features, precision));
  }

  private static float[] selected(SeveralFeatures train, int[] rows) {
    if (rows.length == train.n()) {
      return train.features();
    }
    int d = train.d();
    var features = new float[rows.length * d];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(train.features(), rows[i] * d, features, i * d, d);
    }
    return features;
  }

  /** The next lambda's solution: a classifier with the one column of the class. */
  L2Solution solve(double lambda, double tolerance) {
    if (path == null) {
      var nothing = new LinearClassifier(d, 1, new double[d], new double[] {constant});
      return new L2Solution(lambda, nothing, 0, 0, 0);
    }
    L2Solution two = path.solve(2 * lambda, tolerance);
    LinearClassifier both = two.classifier();
    var weights = new double[d];
    Arrays.setAll(weights, j -> both.weights()[2 * j + 1] - both.weights()[2 * j]);
    double bias = both.bias()[1] - both.bias()[0];
    return new L2Solution(
        lambda,
        new LinearClassifier(d, 1, weights, new double[] {bias}),
        two.objective(),
        two.suboptimalityAtMost(),
        two.iterations());
  }

  @Override
  public void close() {
    if (path != null) {
      path.close();
    }
  }
}
