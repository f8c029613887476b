package io.transferstudy.worker.check;

import java.util.List;
import java.util.Locale;

/**
 * Something to look at. It stops nothing.
 *
 * @param summary one line with counts, the first examples and what to do
 * @param items all of it, at most {@link #MOST_ITEMS}, each a line
 */
public record Finding(String summary, List<String> items) {
  /** A person reads no longer list; the counts are in the summary. */
  static final int MOST_ITEMS = 1_000;

  private static final int LONGEST_SUMMARY = 240;

  public Finding {
    items = items.stream().map(Finding::oneLine).toList();
    summary = oneLine(summary);
    if (summary.length() > LONGEST_SUMMARY) {
      summary = summary.substring(0, LONGEST_SUMMARY - 1) + "…";
    }
  }

  /**
   * Images that were left out because they cannot be used.
   *
   * @param images of the data set, they included
   * @param problems of the first of them
   */
  public static Finding skipped(int count, int images, List<String> problems) {
    return new Finding(
        String.format(
            Locale.ROOT,
            "%,d of %,d images cannot be used and %s skipped: %s",
            count,
            images,
            count == 1 ? "was" : "were",
            some(problems, count)),
        problems);
  }

  /** Names of files and classes may hold anything. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?");
  }

  /** The first few of them for a summary. */
  static String some(List<String> items, int count) {
    int shown = count == 1 ? 1 : Math.min(2, items.size());
    return String.join(", ", items.subList(0, shown)) + (count > shown ? ", ..." : "");
  }
}
