package io.transferstudy.worker.probe;

/**
 * A point of the path.
 *
 * @param lambda the penalty's weight
 * @param classifier the minimiser, nearly
 * @param objective sum of cross-entropies + lambda * sum of squared weights
 * @param suboptimalityAtMost objective minus optimum is no larger, as far as the number format
 *     carries: the squared gradient in the weights over 4 lambda (strong convexity) plus a
 *     second-order estimate of what the biases still have to gain
 * @param iterations of L-BFGS
 */
public record L2Solution(
    double lambda,
    LinearClassifier classifier,
    double objective,
    double suboptimalityAtMost,
    int iterations) {}
