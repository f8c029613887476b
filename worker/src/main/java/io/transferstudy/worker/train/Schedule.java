package io.transferstudy.worker.train;

/**
 * The learning rate over a run: linear warm-up, then half a cosine down to zero (Loshchilov and
 * Hutter 2017, equation 5, one cycle).
 *
 * @param peak learning rate
 * @param warmup steps of linear rise, in [0, steps)
 * @param steps of the run, at least 1
 */
record Schedule(double peak, int warmup, int steps) {

  static Schedule of(double peak, double warmupFraction, int steps) {
    return new Schedule(peak, (int) (warmupFraction * steps), steps);
  }

  /** The learning rate of update {@code step}, 0-based. */
  double at(int step) {
    if (step < warmup) {
      return peak * (step + 1) / warmup;
    }
    return peak * 0.5 * (1 + Math.cos(Math.PI * (step - warmup) / (steps - warmup)));
  }
}
