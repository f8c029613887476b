package io.transferstudy.worker.probe;

/**
 * The penalty's change along a few directions.
 *
 * @param withWeights inner products of the directions with the weights
 * @param gram of the directions with each other, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record QuadraticPenalty(double lambda, double[] withWeights, double[] gram) {

  SubspaceStart.Quadratic addTo(SubspaceStart.Quadratic loss, double[] point) {
    int size = point.length;
    double value = loss.value();
    double[] gradient = loss.gradient().clone();
    double[] hessian = loss.hessian().clone();
    for (int i = 0; i < size; i++) {
      double along = 0;
      for (int j = 0; j < size; j++) {
        along += gram[i * size + j] * point[j];
        hessian[i * size + j] += 2 * lambda * gram[i * size + j];
      }
      value += lambda * point[i] * (2 * withWeights[i] + along);
      gradient[i] += 2 * lambda * (withWeights[i] + along);
    }
    return new SubspaceStart.Quadratic(value, gradient, hessian);
  }
}
