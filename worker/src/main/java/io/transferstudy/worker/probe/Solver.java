package io.transferstudy.worker.probe;

import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.NativeTensor;
import io.transferstudy.worker.engine.TensorProgram;
import io.transferstudy.worker.torchscript.Precision;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The regression's state in native memory, and numbers in and out: each method is one call of the
 * method of that name in {@link SolverSource}.
 */
final class Solver implements AutoCloseable {
  private static final int FLOAT64 = 7;
  private static final int FLOAT32 = 6;

  private final TensorProgram program;

  /**
   * What is known at a point.
   *
   * @param loss the sum of cross-entropies
   * @param squaredWeights the penalty over lambda
   * @param weightGradient squared norm of the objective's gradient in the weights
   * @param biasGain sum over biases of gradient squared over scaling
   * @param curvature s'y of the step that led here; 0 at the start of a lambda
   * @param change y'y of it, scaled
   * @param products inner products of all rows of the memory with the scaled gradient
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Point(
      double loss,
      double squaredWeights,
      double weightGradient,
      double biasGain,
      double curvature,
      double change,
      double[] products) {

    double objective(double lambda) {
      return loss + lambda * squaredWeights;
    }

    Point with(double[] newProducts) {
      return new Point(
          loss, squaredWeights, weightGradient, biasGain, curvature, change, newProducts);
    }

    /** {@link L2Solution#suboptimalityAtMost}. */
    double gap(double lambda) {
      return weightGradient / (4 * lambda) + 0.5 * biasGain;
    }
  }

  /**
   * The memory under the present lambda's scaling.
   *
   * @param products as in {@link Point}
   * @param gram inner products of its rows with each other, row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Memory(double[] products, double[] gram) {}

  /** Slope of the loss along the direction at 0, and the penalty's terms along it. */
  record Direction(double lossSlope, double weightsTimesDirection, double squaredDirection) {}

  /** How the n x d features get into native memory. */
  interface Features extends Function<TensorProgram, NativeTensor> {}

  /**
   * @param labels in [0, classes), every class present
   * @param slots pairs that the memory has room for
   */
  Solver(
      Engine engine, Features features, int[] labels, int classes, int slots, Precision precision) {
    this.program = TensorProgram.load(engine, SolverSource.archive());
    int type =
        switch (precision) {
          case FLOAT -> FLOAT32;
          case DOUBLE -> FLOAT64;
        };
    try (var x = features.apply(program);
        var sizes = vector(type, classes, slots)) {
      // Kept by the program: closed with it.
      NativeTensor y = program.longs(Arrays.stream(labels).asLongStream().toArray());
      program.call("setup", x, y, sizes).close();
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /** Weights, row-major d x classes, and biases, which sum to 0. */
  List<double[]> solution() {
    return read(call("solution"), Function.identity());
  }

  /** The present weights under a new lambda; products are to follow from {@link #rescale}. */
  Point enter(double lambda) {
    double[] stats = read(call("enter", lambda), List::getFirst);
    return point(Arrays.copyOf(stats, stats.length + 2), new double[0]);
  }

  Memory rescale(double lambda) {
    return read(call("rescale", lambda), parts -> new Memory(parts.getFirst(), parts.getLast()));
  }

  /** Ends a lambda; the sum of squared weights, which is now the least for the same logits. */
  double leave() {
    return read(call("leave"), List::getFirst)[0];
  }

  Direction direct(double[] coefficients) {
    double[] terms = read(call("direct", coefficients), List::getFirst);
    return new Direction(terms[0], terms[1], terms[2]);
  }

  /** The slope of the loss along the direction at {@code t}. */
  double trial(double t) {
    return read(call("trial", t), List::getFirst)[1];
  }

  /** Takes the step of the last trial and writes the pair into the row. */
  Point accept(double t, double lambda, int row) {
    return read(call("accept", t, lambda, row), parts -> point(parts.getFirst(), parts.getLast()));
  }

  private static Point point(double[] stats, double[] products) {
    return new Point(stats[0], stats[1], stats[2], stats[3], stats[4], stats[5], products);
  }

  /**
   * Prepares directions from the last solutions.
   *
   * @param mix a row per direction: its combination of the solutions, newest first
   * @return inner products of the directions with the weights, and with each other, without biases
   */
  List<double[]> span(double[][] mix) {
    double[] flat = Arrays.stream(mix).flatMapToDouble(Arrays::stream).toArray();
    try (var matrix = program.doubles(DoubleBuffer.wrap(flat), mix.length, mix.length)) {
      return read(program.calls("span", matrix), Function.identity());
    }
  }

  /** Value, gradient and Hessian of the loss at the weights plus a combination of directions. */
  SubspaceStart.Quadratic probe(double[] coefficients) {
    return read(
        call("probe", coefficients),
        parts -> new SubspaceStart.Quadratic(parts.getFirst()[0], parts.get(1), parts.getLast()));
  }

  void shift(double[] coefficients) {
    call("shift", coefficients);
  }

  private List<NativeTensor> call(String method, double... arguments) {
    if (arguments.length == 0) {
      return program.calls(method);
    }
    try (var vector = vector(arguments)) {
      return program.calls(method, vector);
    }
  }

  private NativeTensor vector(double... values) {
    return program.doubles(DoubleBuffer.wrap(values), values.length);
  }

  private static <T> T read(List<NativeTensor> results, Function<List<double[]>, T> to) {
    try {
      return to.apply(results.stream().map(Solver::copy).toList());
    } finally {
      results.forEach(NativeTensor::close);
    }
  }

  private static double[] copy(NativeTensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.size())];
    tensor.doubles().get(values);
    return values;
  }

  @Override
  public void close() {
    program.close();
  }
}
