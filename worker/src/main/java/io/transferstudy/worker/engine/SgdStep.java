package io.transferstudy.worker.engine;

/**
 * The hyper-parameters of one update: stochastic gradient descent with Nesterov momentum as PyTorch
 * does it, g = gradient + weightDecay p; v = momentum v + g; p -= learningRate (g + momentum v).
 *
 * @param learningRate this step's
 * @param momentum usually 0.9
 * @param weightDecay added to the gradient as weightDecay times the parameter
 * @param decayNormAndBias whether batch-norm parameters and biases decay too
 */
public record SgdStep(
    double learningRate, double momentum, double weightDecay, boolean decayNormAndBias) {}
