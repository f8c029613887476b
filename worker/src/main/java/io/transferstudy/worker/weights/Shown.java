package io.transferstudy.worker.weights;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names from a file as a message shows them: a file may say anything, a message stays short. */
final class Shown {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_NAMES = 5;

  private Shown() {}

  /** The name on one line, cut if it is long. */
  static String name(String name) {
    String start = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
    return start.replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?");
  }

  /** The first of several phrases of shown names, and how many more there are. */
  static String some(Collection<String> phrases) {
    String first = phrases.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = phrases.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
