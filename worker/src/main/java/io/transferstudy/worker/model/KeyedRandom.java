package io.transferstudy.worker.model;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Sequences of random numbers that depend on a name and a seed only, not on who drew before: FNV-1a
 * of the name, exclusive-or the seed, starts a SplitMix64.
 */
public final class KeyedRandom {
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final SplittableRandom bits;

  private KeyedRandom(long start) {
    bits = new SplittableRandom(start);
  }

  /** The sequence of that name under that seed, from its beginning. */
  public static KeyedRandom of(String name, long seed) {
    long hash = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ Byte.toUnsignedLong(b)) * FNV_PRIME;
    }
    return new KeyedRandom(hash ^ seed);
  }

  /** The next 64 bits. */
  public long nextBits() {
    return bits.nextLong();
  }

  /** The next number in [-1, 1). */
  public double nextUniform() {
    return (nextBits() >>> 11) * 0x1p-52 - 1;
  }
}
