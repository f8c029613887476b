package io.transferstudy.worker.probe;

import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.torchscript.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The fixed-features setting: lambda chosen on validation examples, then refitted on all training
 * examples. A request to stop is heard between two values of lambda.
 */
public final class FixedFeatures {
  /** Enough to choose lambda by: tighter ones chose the same where it was tried. */
  public static final double SEARCH_TOLERANCE = 1e-4;

  /** Of the one solution that is scored. */
  public static final double REFIT_TOLERANCE = 1e-6;

  private final Engine engine;
  private final List<Double> falling;

  /**
   * @param lambdas the values to choose among, in any order
   */
  public FixedFeatures(Engine engine, List<Double> lambdas) {
    this.engine = engine;
    this.falling = falling(lambdas);
  }

  /** Each once, the largest first: every solution is near the next. */
  static List<Double> falling(List<Double> lambdas) {
    return lambdas.stream().distinct().sorted(Comparator.reverseOrder()).toList();
  }

  /**
   * Solves for every lambda on the training examples and scores the validation examples.
   *
   * @param scoring of the validation examples' predicted classes
   * @param stop asked after each lambda
   * @param progress told after each lambda
   * @return empty if stopped
   */
  public Optional<L2Choice> choose(
      LabelledFeatures train,
      LabelledFeatures validation,
      ToDoubleFunction<int[]> scoring,
      BooleanSupplier stop,
      Consumer<L2Candidate> progress) {
    try (var path = L2Path.open(engine, train, Precision.FLOAT);
        var predictor = Predictor.open(engine, validation)) {
      var candidates = new ArrayList<L2Candidate>();
      for (double lambda : falling) {
        L2Solution solution = path.solve(lambda, SEARCH_TOLERANCE);
        int[] predicted = predictor.predict(solution.classifier()).predicted();
        candidates.add(L2Candidate.of(solution, scoring.applyAsDouble(predicted)));
        progress.accept(candidates.getLast());
        if (stop.getAsBoolean()) {
          return Optional.empty();
        }
      }
      return Optional.of(new L2Choice(candidates));
    }
  }

  /**
   * Solves for the chosen lambda in float64, coming down the path from the largest.
   *
   * @param all training and validation examples
   * @param stop asked after each lambda
   * @return empty if stopped
   */
  public Optional<L2Solution> refit(LabelledFeatures all, double chosen, BooleanSupplier stop) {
    try (var path = L2Path.open(engine, all, Precision.DOUBLE)) {
      for (double lambda : falling) {
        if (lambda > chosen) {
          path.solve(lambda, SEARCH_TOLERANCE);
          if (stop.getAsBoolean()) {
            return Optional.empty();
          }
        }
      }
      return Optional.of(path.solve(chosen, REFIT_TOLERANCE));
    }
  }
}
