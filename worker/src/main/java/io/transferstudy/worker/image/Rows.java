package io.transferstudy.worker.image;

/**
 * The steps of resizing, on lines of numbers from 0 to 255. The loops are as plain as they are so
 * that the compiler makes vector instructions of those that multiply.
 */
final class Rows {
  private static final int ROUND = 1 << (Taps.PRECISION - 1);

  private Rows() {}

  /** From unsigned bytes. */
  static void widen(byte[] source, int from, int[] target, int length) {
    for (int i = 0; i < length; i++) {
      target[i] = source[from + i] & 0xFF;
    }
  }

  /** To unsigned bytes. */
  static void narrow(int[] source, byte[] target, int at, int length) {
    for (int i = 0; i < length; i++) {
      target[at + i] = (byte) source[i];
    }
  }

  /**
   * Line {@code i} of the target, as the weighted sum of source lines.
   *
   * @param ring source line y is at y modulo its length
   * @param length numbers in a line
   */
  static void sum(int[][] ring, Taps taps, int i, int[] target, int length) {
    int line = taps.first()[i];
    int weight = i * taps.stride();
    int end = weight + taps.count()[i];
    int[] weights = taps.weights();
    first(ring[line++ % ring.length], weights[weight++], target, length);
    for (; weight + 1 < end; weight += 2, line += 2) {
      add(
          ring[line % ring.length],
          weights[weight],
          ring[(line + 1) % ring.length],
          weights[weight + 1],
          target,
          length);
    }
    if (weight < end) {
      add(ring[line % ring.length], weights[weight], target, length);
    }
    for (int j = 0; j < length; j++) {
      target[j] = Math.max(0, Math.min(255, target[j] >> Taps.PRECISION));
    }
  }

  private static void first(int[] source, int weight, int[] target, int length) {
    for (int j = 0; j < length; j++) {
      target[j] = ROUND + source[j] * weight;
    }
  }

  private static void add(int[] source, int weight, int[] target, int length) {
    for (int j = 0; j < length; j++) {
      target[j] += source[j] * weight;
    }
  }

  private static void add(
      int[] source, int weight, int[] next, int nextWeight, int[] target, int length) {
    for (int j = 0; j < length; j++) {
      target[j] += source[j] * weight + next[j] * nextWeight;
    }
  }
}
