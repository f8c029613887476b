package io.transferstudy.worker.dataset.procedural;

import java.util.SplittableRandom;

/** Random numbers as the tasks' rules speak of them. */
final class Draws {
  private Draws() {}

  /** U(-half, half). */
  static double around(SplittableRandom random, double half) {
    return (2 * random.nextDouble() - 1) * half;
  }

  static double angle(SplittableRandom random) {
    return 2 * Math.PI * random.nextDouble();
  }
}
