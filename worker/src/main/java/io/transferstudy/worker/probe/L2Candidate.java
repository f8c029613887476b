package io.transferstudy.worker.probe;

/**
 * How a lambda did on the validation examples.
 *
 * @param lambda the penalty's weight
 * @param correct validation examples classified correctly
 * @param n validation examples
 * @param objective of the training examples
 * @param suboptimalityAtMost see {@link L2Solution}
 * @param iterations of L-BFGS
 */
public record L2Candidate(
    double lambda,
    int correct,
    int n,
    double objective,
    double suboptimalityAtMost,
    int iterations) {}
