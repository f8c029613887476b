package io.transferstudy.worker.probe;

/**
 * How a lambda did on the validation examples.
 *
 * @param lambda the penalty's weight
 * @param score of the validation examples, higher is better
 * @param objective of the training examples
 * @param suboptimalityAtMost see {@link L2Solution}
 * @param iterations of L-BFGS
 */
public record L2Candidate(
    double lambda, double score, double objective, double suboptimalityAtMost, int iterations) {

  static L2Candidate of(L2Solution solution, double score) {
    return new L2Candidate(
        solution.lambda(),
        score,
        solution.objective(),
        solution.suboptimalityAtMost(),
        solution.iterations());
  }
}
