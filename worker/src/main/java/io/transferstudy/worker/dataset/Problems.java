package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.BadDataException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is wrong with a list of images: all is counted, the first are told. */
final class Problems {
  private static final int TOLD = 8;
  private static final int LONGEST_NAME = 60;

  private final String list;
  private final List<Problem> first = new ArrayList<>();
  private int count;

  /**
   * @param list the file's name
   */
  Problems(String list) {
    this.list = list;
  }

  private record Problem(int line, String text) {
    @Override
    public String toString() {
      return "line " + line + ": " + text;
    }
  }

  /** Something wrong in a line. */
  void add(int line, String problem) {
    count++;
    if (first.size() < TOLD) {
      first.add(new Problem(line, problem));
    }
  }

  /**
   * @throws BadDataException if there are any
   */
  void requireNone() {
    if (count > 0) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s: %,d %s to correct: %s%s",
              list,
              count,
              count == 1 ? "thing" : "things",
              first.stream()
                  .sorted(Comparator.comparingInt(Problem::line))
                  .map(Problem::toString)
                  .collect(Collectors.joining("; ")),
              count > first.size() ? "; and others" : ""));
    }
  }

  /** The first of several phrases. */
  static String first(int most, List<String> phrases) {
    String told = phrases.stream().limit(most).collect(Collectors.joining(", "));
    return phrases.size() > most ? told + ", ..." : told;
  }

  /** A value of the file on one line, cut if it is long. */
  static String shown(String value) {
    String start =
        value.length() > LONGEST_NAME
            ? "..." + value.substring(value.length() - LONGEST_NAME)
            : value;
    return "'" + start.replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?") + "'";
  }
}
