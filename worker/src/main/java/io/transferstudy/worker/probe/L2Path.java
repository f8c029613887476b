package io.transferstudy.worker.probe;

import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.torchscript.Precision;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;

/**
 * Multinomial logistic regression, sum of cross-entropies + lambda * sum of squared weights with
 * free biases, for falling lambda: each {@link #next()} solves one value, warm from those before.
 * Used by one thread; closing it frees its native memory, about three copies of the features.
 *
 * <p>L-BFGS (Liu and Nocedal 1989) in the eigenbasis of the centred features, scaled by the
 * diagonal of a separable model of the Hessian. Correction pairs are carried from one lambda to the
 * next, for only the penalty's part of them changes, and that is known. One forward and one
 * backward product an iteration: the line search runs on cached logits.
 */
public final class L2Path implements Iterator<L2Solution>, AutoCloseable {
  private static final int MEMORY = 20;
  private static final int MAX_ITERATIONS = 2000;

  /** float32 gradients miss what lies below their rounding: ask for more than is promised. */
  private static final double FLOAT_MARGIN = 3;

  /** Newest solution; first difference; second difference. */
  private static final double[][] DIFFERENCES = {{1, 0, 0}, {1, -1, 0}, {1, -2, 1}};

  private final int d;
  private final PresentClasses present;
  private final double[] lambdas;
  private final double tolerance;
  private final Solver solver;
  private final CorrectionPairs pairs = new CorrectionPairs(MEMORY);
  private int solved;

  private L2Path(
      Engine engine,
      LabelledFeatures train,
      Solver.Features features,
      double[] lambdas,
      double tolerance,
      Precision precision) {
    this.d = train.d();
    this.present = PresentClasses.of(train);
    this.lambdas = lambdas;
    this.tolerance =
        switch (precision) {
          case FLOAT -> tolerance / FLOAT_MARGIN;
          case DOUBLE -> tolerance;
        };
    this.solver =
        new Solver(
            engine, features, present.compact(train.labels()), present.count(), pairs.slots(), precision);
  }

  /**
   * Prepares a path: one eigen-decomposition, in float64.
   *
   * @param lambdas in any order; solved from the largest to the smallest
   * @param tolerance a solution's suboptimality over its objective
   * @param precision the number format of the large products and vectors; sums over examples are
   *     float64 anyway. float32 reaches a tolerance of about 1e-6
   */
  public static L2Path open(
      Engine engine,
      LabelledFeatures train,
      double[] lambdas,
      double tolerance,
      Precision precision) {
    return open(
        engine,
        train,
        program -> program.floats(FloatBuffer.wrap(train.features()), train.n(), train.d()),
        lambdas,
        tolerance,
        precision);
  }

  /** As above, with the features in another number format than {@code train} has them in. */
  static L2Path open(
      Engine engine,
      LabelledFeatures train,
      Solver.Features features,
      double[] lambdas,
      double tolerance,
      Precision precision) {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException("tolerance must be above 0, got " + tolerance);
    }
    double[] falling = Arrays.stream(lambdas).map(l -> -l).sorted().map(l -> -l).toArray();
    if (falling.length == 0
        || Arrays.stream(falling).anyMatch(l -> !(l > 0 && Double.isFinite(l)))) {
      throw new IllegalArgumentException(
          "lambdas must be one or more numbers above 0, got " + Arrays.toString(lambdas));
    }
    return new L2Path(engine, train, features, falling, tolerance, precision);
  }

  @Override
  public boolean hasNext() {
    return solved < lambdas.length;
  }

  @Override
  public L2Solution next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + solved + " lambdas are solved");
    }
    double lambda = lambdas[solved];
    if (solved > 0) {
      start(lambda);
    }
    L2Solution solution = descend(lambda);
    solver.leave();
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

  private L2Solution descend(double lambda) {
    Solver.Entry entry = solver.enter(lambda);
    pairs.rescale(entry.gram());
    Solver.Point point = entry.point();
    int iterations = 0;
    boolean stuck = false;
    while (!stuck
        && iterations < MAX_ITERATIONS
        && point.gap(lambda) > tolerance * point.objective(lambda)) {
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
    return new L2Solution(
        lambda, classifier(), point.objective(lambda), point.gap(lambda), iterations);
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
