package io.transferstudy.worker.probe;

import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.torchscript.Precision;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Multinomial logistic regression that minimises the sum of cross-entropies + lambda * the sum of
 * squared weights, biases free, for one lambda after another, each warm from those before: fastest
 * when lambda falls. Used by one thread. Closing it frees its native memory; opening it takes about
 * eight times the memory of the features for a moment.
 *
 * <p>L-BFGS (Liu and Nocedal 1989) in the eigenbasis of the centred features, scaled by the
 * diagonal of a separable model of the Hessian. Correction pairs are carried from one lambda to the
 * next, for only the penalty's part of them changes, and that is known. One forward and one
 * backward product an iteration: the line search runs on cached logits.
 *
 * <p>Results are the same, bit for bit, on the same machine with the same number of threads.
 */
public final class L2Path implements AutoCloseable {
  private static final int MEMORY = 20;
  private static final int MAX_ITERATIONS = 500;

  /** float32 gradients miss what lies below their rounding: ask for more than is promised. */
  private static final double FLOAT_MARGIN = 3;

  /** Newest solution; first difference; second difference. */
  private static final double[][] DIFFERENCES = {{1, 0, 0}, {1, -1, 0}, {1, -2, 1}};

  private final int d;
  private final PresentClasses present;
  private final double margin;
  private final Solver solver;
  private final CorrectionPairs pairs = new CorrectionPairs(MEMORY);
  private int solved;

  private L2Path(
      Engine engine, LabelledFeatures train, Solver.Features features, Precision precision) {
    this.d = train.d();
    this.present = PresentClasses.of(train);
    this.margin =
        switch (precision) {
          case FLOAT -> FLOAT_MARGIN;
          case DOUBLE -> 1;
        };
    int[] labels = present.compact(train.labels());
    this.solver = new Solver(engine, features, labels, present.count(), pairs.slots(), precision);
  }

  /**
   * Prepares a path: one eigen-decomposition, in float64.
   *
   * @param precision the number format of the large products and vectors; sums over examples are
   *     float64 anyway. float32 takes half the time and reaches a tolerance of about 1e-6
   */
  public static L2Path open(Engine engine, LabelledFeatures train, Precision precision) {
    return open(
        engine,
        train,
        program -> program.floats(FloatBuffer.wrap(train.features()), train.n(), train.d()),
        precision);
  }

  /** As above, with the features in another number format than {@code train} has them in. */
  static L2Path open(
      Engine engine, LabelledFeatures train, Solver.Features features, Precision precision) {
    return new L2Path(engine, train, features, precision);
  }

  /**
   * Solves the next lambda.
   *
   * @param lambda above 0
   * @param tolerance the suboptimality over the objective at which to stop. A smaller one than
   *     rounding allows is not an error: {@link L2Solution#suboptimalityAtMost} tells
   */
  public L2Solution solve(double lambda, double tolerance) {
    if (!(lambda > 0 && Double.isFinite(lambda) && tolerance > 0)) {
      throw new IllegalArgumentException(
          "lambda and tolerance must be above 0, got %s and %s".formatted(lambda, tolerance));
    }
    if (solved > 0) {
      start(lambda);
    }
    L2Solution solution = descend(lambda, tolerance / margin);
    solved++;
    return solution;
  }

  private void start(double lambda) {
    int directions = Math.min(solved, DIFFERENCES.length);
    double[][] mix =
        Arrays.stream(DIFFERENCES, 0, directions)
            .map(row -> Arrays.copyOf(row, directions))
            .toArray(double[][]::new);
    List<double[]> products = solver.span(mix);
    var penalty = new QuadraticPenalty(lambda, products.getFirst(), products.getLast());
    solver.shift(
        SubspaceStart.minimise(point -> penalty.addTo(solver.probe(point), point), directions));
  }

  private L2Solution descend(double lambda, double tolerance) {
    Solver.Point point = solver.enter(lambda);
    int iterations = 0;
    boolean stuck = false;
    while (!stuck
        && iterations < MAX_ITERATIONS
        && point.gap(lambda) > tolerance * point.objective(lambda)) {
      if (iterations == 0) {
        Solver.Memory memory = solver.rescale(lambda);
        pairs.rescale(memory.gram());
        point = point.with(memory.products());
      }
      OptionalDouble step = search(lambda, point);
      if (step.isEmpty() && !pairs.isEmpty()) {
        pairs.clear(); // the steepest direction descends unless rounding is all that is left
        step = search(lambda, point);
      }
      if (step.isPresent()) {
        Solver.Point next = solver.accept(step.getAsDouble(), lambda, pairs.spare());
        pairs.offer(next.curvature(), next.change(), point.products(), next.products());
        point = next;
        iterations++;
      } else {
        stuck = true;
      }
    }
    double objective = point.loss() + lambda * solver.leave();
    return new L2Solution(lambda, classifier(), objective, point.gap(lambda), iterations);
  }

  private OptionalDouble search(double lambda, Solver.Point from) {
    Solver.Direction along = solver.direct(pairs.combine(from.products()));
    double linear = 2 * lambda * along.weightsTimesDirection();
    double quadratic = 2 * lambda * along.squaredDirection();
    double first = along.lossSlope() + linear;
    return first < 0
        ? LineSearch.step(t -> solver.trial(t) + linear + t * quadratic, first)
        : OptionalDouble.empty();
  }

  private LinearClassifier classifier() {
    List<double[]> solution = solver.solution();
    return present.expand(d, solution.getFirst(), solution.getLast());
  }

  @Override
  public void close() {
    solver.close();
  }
}
