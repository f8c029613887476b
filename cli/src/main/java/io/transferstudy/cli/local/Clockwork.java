package io.transferstudy.cli.local;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time as a display shows them. */
final class Clockwork {
  private Clockwork() {}

  /** {@code 3.1 s} below a minute, else as {@link #coarse}. */
  static String precise(double seconds) {
    return seconds < 59.95
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : coarse(Duration.ofSeconds(Math.round(seconds)));
  }

  /** {@code 14 s}, {@code 3 min 07 s} or {@code 5 h 12 min}. */
  static String coarse(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3_600
        ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
        : "%d h %02d min".formatted(seconds / 3_600, seconds % 3_600 / 60);
  }
}
