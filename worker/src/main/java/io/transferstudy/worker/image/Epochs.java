package io.transferstudy.worker.image;

import java.util.SplittableRandom;

/**
 * The order of training: every epoch is a shuffle of its own. The rest of an epoch that does not
 * fill a batch is left out, a different one each time; with fewer examples than a batch the batch
 * is smaller.
 *
 * @param examples number of training examples
 * @param batchSize examples per step
 * @param seed of the orders
 */
record Epochs(int examples, int batchSize, long seed) {

  Epochs(int examples, int batchSize, long seed) {
    this.examples = examples;
    this.batchSize = Math.min(batchSize, examples);
    this.seed = seed;
  }

  int steps() {
    return examples / batchSize;
  }

  /** The examples of one epoch in order: a Fisher-Yates shuffle. */
  int[] order(long epoch) {
    SplittableRandom random = Chance.random(seed, "order", epoch);
    var order = new int[examples];
    for (int i = 0; i < examples; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
