package io.transferstudy.worker.probe;

import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.torchscript.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The fixed-features setting where images show several classes: a logistic regression of each class
 * against all others, without the examples that are difficult for the class, and one lambda for all
 * of them, chosen on validation examples.
 *
 * <p>A class's objective is the sum of log-losses + lambda * the squared norm of its weights, bias
 * free, as in the regression of one class per image. The solver's form of two classes has weights
 * w0 = -w1 and penalises both, half of the squared norm of w1 - w0, and is given twice the lambda.
 */
public final class OneVsRest {
  private final Engine engine;
  private final List<Double> falling;

  /**
   * @param lambdas the values to choose among, in any order
   */
  public OneVsRest(Engine engine, List<Double> lambdas) {
    this.engine = engine;
    this.falling = FixedFeatures.falling(lambdas);
  }

  /**
   * Solves for every class and lambda on the training examples and scores the validation examples.
   *
   * @param scoring of the validation examples' logits, row-major, examples x classes
   * @param stop asked after each lambda of each class
   * @param progress told how many classes are done
   * @return empty if stopped
   */
  public Optional<L2Choice> choose(
      SeveralFeatures train,
      SeveralFeatures validation,
      ToDoubleFunction<float[]> scoring,
      BooleanSupplier stop,
      IntConsumer progress) {
    var paths = new ArrayList<List<L2Solution>>();
    for (int label = 0; label < train.classes(); label++) {
      var path = new ArrayList<L2Solution>();
      try (var solver = ClassPath.open(engine, train, label, Precision.FLOAT)) {
        for (double lambda : falling) {
          path.add(solver.solve(lambda, FixedFeatures.SEARCH_TOLERANCE));
          if (stop.getAsBoolean()) {
            return Optional.empty();
          }
        }
      }
      paths.add(path);
      progress.accept(label + 1);
    }
    try (var predictor =
        Predictor.open(engine, validation.features(), validation.n(), validation.d())) {
      return Optional.of(
          new L2Choice(
              IntStream.range(0, falling.size())
                  .mapToObj(i -> joined(paths.stream().map(path -> path.get(i)).toList()))
                  .map(all ->
                      L2Candidate.of(
                          all, scoring.applyAsDouble(predictor.predict(all.classifier()).logits())))
                  .toList()));
    }
  }

  /**
   * Solves for the chosen lambda in float64, coming down the path from the largest.
   *
   * @param all training and validation examples
   * @param stop asked after each lambda of each class
   * @return empty if stopped
   */
  public Optional<L2Solution> refit(SeveralFeatures all, double chosen, BooleanSupplier stop) {
    var solutions = new ArrayList<L2Solution>();
    for (int label = 0; label < all.classes(); label++) {
      try (var solver = ClassPath.open(engine, all, label, Precision.DOUBLE)) {
        for (double lambda : falling) {
          if (lambda > chosen) {
            solver.solve(lambda, FixedFeatures.SEARCH_TOLERANCE);
            if (stop.getAsBoolean()) {
              return Optional.empty();
            }
          }
        }
        solutions.add(solver.solve(chosen, FixedFeatures.REFIT_TOLERANCE));
      }
    }
    return Optional.of(joined(solutions));
  }

  /** One solution with a column a class. */
  private static L2Solution joined(List<L2Solution> columns) {
    int d = columns.getFirst().classifier().d();
    int classes = columns.size();
    var weights = new double[d * classes];
    var bias = new double[classes];
    for (int k = 0; k < classes; k++) {
      LinearClassifier column = columns.get(k).classifier();
      bias[k] = column.bias()[0];
      for (int j = 0; j < d; j++) {
        weights[j * classes + k] = column.weights()[j];
      }
    }
    return new L2Solution(
        columns.getFirst().lambda(),
        new LinearClassifier(d, classes, weights, bias),
        columns.stream().mapToDouble(L2Solution::objective).sum(),
        columns.stream().mapToDouble(L2Solution::suboptimalityAtMost).sum(),
        columns.stream().mapToInt(L2Solution::iterations).sum());
  }
}
