package io.transferstudy.study.report;

import java.util.Locale;

/** Lengths of time as people say them. */
final class Durations {
  private Durations() {}

  /** {@code 8.4 s}, {@code 4 min 24 s} or {@code 2 h 05 min}. */
  static String of(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3_600
        ? "%d min %02d s".formatted(whole / 60, whole % 60)
        : "%d h %02d min".formatted(whole / 3_600, whole % 3_600 / 60);
  }
}
