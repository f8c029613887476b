package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import org.jspecify.annotations.Nullable;

/** Bytes that may still be taken, from this allowance and from the one that it is part of. */
final class Allowance {
  private final String problem;
  private final @Nullable Allowance whole;
  private long left;

  /**
   * @param bytes that may be taken
   * @param problem what to say when it is used up
   */
  Allowance(long bytes, String problem, @Nullable Allowance whole) {
    this.left = bytes;
    this.problem = problem;
    this.whole = whole;
  }

  /** Starts anew with so many bytes. */
  void refill(long bytes) {
    left = bytes;
  }

  void take(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new BadDataException(problem);
    }
    if (whole != null) {
      whole.take(bytes);
    }
  }
}
