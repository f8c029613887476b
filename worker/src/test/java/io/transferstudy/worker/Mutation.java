package io.transferstudy.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damage to a file, small and anywhere. */
public final class Mutation {
  private static final long[] EXTREMES = {
    0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, 1L << 32
  };
  private static final String[] NUMBERS = {
    "-1", "0", "1e3", "4294967296", "9223372036854775807", "[]", "{\"\":1}"
  };

  private Mutation() {}

  /** One to three changes. */
  public static byte[] some(byte[] whole, SplittableRandom random) {
    byte[] mutant = whole;
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      mutant = one(mutant, random.split());
    }
    return mutant;
  }

  private static byte[] one(byte[] whole, SplittableRandom random) {
    if (whole.length < Long.BYTES + 1) {
      return whole;
    }
    int at = random.nextInt(whole.length - Long.BYTES);
    int length = random.nextInt(1, Math.min(64, whole.length - at));
    byte[] changed = whole.clone();
    return switch (random.nextInt(8)) {
      case 0 -> {
        changed[at] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
      case 1 -> {
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
      case 2 -> {
        ByteBuffer.wrap(changed)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(at, EXTREMES[random.nextInt(EXTREMES.length)]);
        yield changed;
      }
      case 3 -> Arrays.copyOf(whole, at);
      case 4 -> joined(Arrays.copyOf(whole, at), from(whole, at + length));
      case 5 -> joined(Arrays.copyOf(whole, at + length), from(whole, at));
      case 6 -> {
        int other = random.nextInt(whole.length - length + 1);
        System.arraycopy(whole, other, changed, at, length);
        yield changed;
      }
      case 7 -> number(whole, at, random);
      default -> throw new IllegalStateException();
    };
  }

  /** Another number where the next decimal digit is. */
  private static byte[] number(byte[] whole, int at, SplittableRandom random) {
    for (int i = at; i < whole.length; i++) {
      if (whole[i] >= '0' && whole[i] <= '9') {
        byte[] number = NUMBERS[random.nextInt(NUMBERS.length)].getBytes(StandardCharsets.UTF_8);
        return joined(joined(Arrays.copyOf(whole, i), number), from(whole, i + 1));
      }
    }
    return whole;
  }

  private static byte[] from(byte[] bytes, int start) {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }
}
