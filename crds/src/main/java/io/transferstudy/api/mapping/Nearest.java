package io.transferstudy.api.mapping;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that was probably meant. */
final class Nearest {
  private static final int LONGEST =
      100; // more than any name here; bounds the work on hostile input

  private Nearest() {}

  /** {@code unknown WHAT 'wanted'}, with the nearest name if one is near, else with all of them. */
  static String unknown(String what, String wanted, Collection<String> known) {
    String shown = wanted.length() > LONGEST ? wanted.substring(0, LONGEST) + "…" : wanted;
    String start = "unknown " + what + " '" + shown + "'";
    return of(wanted, known)
        .map(name -> start + "; did you mean '" + name + "'?")
        .orElseGet(
            () -> start + "; known: " + known.stream().sorted().collect(Collectors.joining(", ")));
  }

  /** The known name with the fewest edits, if a third of its letters or fewer differ. */
  static Optional<String> of(String wanted, Collection<String> known) {
    if (wanted.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> edits(wanted, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.<String>comparingInt(name -> edits(wanted, name)).thenComparing(n -> n));
  }

  /**
   * Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours; case is
   * free.
   */
  static int edits(String wanted, String name) {
    String from = wanted.toLowerCase(Locale.ROOT);
    String to = name.toLowerCase(Locale.ROOT);
    var before = new int[to.length() + 1];
    var last = new int[to.length() + 1];
    var row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] oldest = before;
      before = last;
      last = row;
      row = oldest;
    }
    return last[to.length()];
  }
}
