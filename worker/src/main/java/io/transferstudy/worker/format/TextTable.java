package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text file with one thing a line. Empty lines and those that begin with {@code #} are left out.
 *
 * @param name of the file, for messages
 * @param lines in order
 */
public record TextTable(String name, List<Line> lines) {

  /** Reads UTF-8. */
  public static TextTable of(String name, byte[] content) {
    var lines = new ArrayList<Line>();
    int number = 0;
    for (String text : new String(content, StandardCharsets.UTF_8).split("\n")) {
      number++;
      String stripped = text.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        lines.add(new Line(name, number, stripped));
      }
    }
    return new TextTable(name, lines);
  }

  /** What the lines say. */
  public List<String> texts() {
    return lines.stream().map(Line::text).toList();
  }

  /**
   * The rows below a heading line of columns parted by tabs, each with the values of some columns.
   *
   * @throws BadDataException if there is no such column, or a row is too short
   */
  public List<List<String>> columns(String... wanted) {
    if (lines.isEmpty()) {
      throw new BadDataException(name + ": empty, without even a heading");
    }
    List<String> heading = List.of(lines.getFirst().text().split("\t"));
    int[] at = Arrays.stream(wanted).mapToInt(heading::indexOf).toArray();
    for (int i = 0; i < at.length; i++) {
      if (at[i] < 0) {
        throw lines.getFirst().wrong("no column '%s'".formatted(wanted[i]));
      }
    }
    return lines.stream().skip(1).map(line -> line.values(at)).toList();
  }

  /**
   * A line.
   *
   * @param table the file's name
   * @param number from 1
   * @param text without space at its ends
   */
  public record Line(String table, int number, String text) {

    /** What is wrong with it. */
    public BadDataException wrong(String problem) {
      return new BadDataException(
          "%s, line %d: %s; it is not the official list".formatted(table, number, problem));
    }

    /**
     * Parted at white space.
     *
     * @param count how many parts there must be; the last takes the rest of the line
     */
    public String[] fields(int count) {
      String[] fields = text.split("\\s+", count);
      if (fields.length != count) {
        throw wrong("'%s' does not have %d fields".formatted(text, count));
      }
      return fields;
    }

    /** A whole number in a range, both ends included. */
    public int number(String field, int from, int to) {
      try {
        int value = Integer.parseInt(field);
        if (value >= from && value <= to) {
          return value;
        }
      } catch (NumberFormatException _) {
        // told below
      }
      throw wrong("'%s' is no number from %d to %d".formatted(field, from, to));
    }

    private List<String> values(int[] at) {
      String[] fields = text.split("\t");
      return Arrays.stream(at)
          .mapToObj(i -> {
            if (i >= fields.length) {
              throw wrong("only %d of its columns".formatted(fields.length));
            }
            return fields[i].strip();
          })
          .toList();
    }
  }
}
