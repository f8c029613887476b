package io.transferstudy.worker.image;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random numbers that depend on what they are for and on nothing that came before: not on threads,
 * not on the order of a directory.
 */
public final class Chance {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Chance() {}

  /**
   * A hash of a name under a seed: FNV-1a, then SplitMix64's finaliser.
   *
   * @param counters further coordinates, such as epoch and index
   */
  public static long hash(long seed, String name, long... counters) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ Byte.toUnsignedLong(b)) * 0x100000001B3L;
    }
    hash = mix(hash + mix(seed + GOLDEN_GAMMA));
    for (long counter : counters) {
      hash = mix(hash + (counter + 1) * GOLDEN_GAMMA);
    }
    return hash;
  }

  /** A generator that starts from {@link #hash}. */
  public static SplittableRandom random(long seed, String name, long... counters) {
    return new SplittableRandom(hash(seed, name, counters));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
