package io.transferstudy.study.grid;

import org.jspecify.annotations.Nullable;

/**
 * Images that cannot be used are left out of a data set instead of stopping it.
 *
 * @param most how many; null for one in a hundred, and one in any case
 */
public record Skipping(@Nullable Integer most) {
  private static final int ONE_IN = 100;

  public Skipping {
    if (most != null && most < 1) {
      throw new IllegalArgumentException("most must be at least 1, got " + most);
    }
  }

  /**
   * How many may be left out.
   *
   * @param images of the data set
   */
  public int allowed(int images) {
    return most != null ? most : Math.max(1, images / ONE_IN);
  }
}
