package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values parted by commas, a row at a time, as RFC 4180 has them: a value in quotes may hold
 * commas, line breaks and doubled quotes. Lines may end as on any system, empty ones are left out,
 * and the mark that some programs put before UTF-8 is too. Space at the ends of a value that is not
 * in quotes does not count.
 */
public final class CsvReader {
  private static final int MOST_CHARACTERS = 4_096;
  private static final int MOST_VALUES = 256;
  private static final int NONE = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What a decoder puts in the place of bytes that are none of its characters. */
  private static final char NO_CHARACTER = '\uFFFD';

  private final String name;
  private final BufferedReader in;
  private final StringBuilder value = new StringBuilder();
  private int line = 1;
  private int next;

  /**
   * Begins to read.
   *
   * @param name of the file, for messages
   * @param content in UTF-8; not closed
   */
  public CsvReader(String name, InputStream content) throws IOException {
    this.name = name;
    this.in = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
    this.next = in.read();
    if (next == BYTE_ORDER_MARK) {
      take();
    }
  }

  /**
   * A row.
   *
   * @param line where it begins, from 1
   * @param values at least one
   */
  public record Row(int line, List<String> values) {}

  /**
   * The next row that is not empty; null behind the last.
   *
   * @throws BadDataException if quotes do not match, a value or a row is without end, or the bytes
   *     are no UTF-8
   */
  public @Nullable Row next() throws IOException {
    while (next != NONE) {
      int begin = line;
      List<String> values = values();
      if (next != NONE) {
        lineBreak();
      }
      if (values.size() > 1 || !values.getFirst().isEmpty()) {
        return new Row(begin, values);
      }
    }
    return null;
  }

  private List<String> values() throws IOException {
    int begin = line;
    var values = new ArrayList<String>();
    values.add(value());
    while (next == ',') {
      take();
      if (values.size() == MOST_VALUES) {
        throw wrong(begin, "more than %d values".formatted(MOST_VALUES));
      }
      values.add(value());
    }
    return values;
  }

  private String value() throws IOException {
    value.setLength(0);
    while (next == ' ' || next == '\t') {
      take();
    }
    if (next == '"') {
      return quoted();
    }
    while (next != NONE && next != ',' && next != '\r' && next != '\n') {
      if (next == '"') {
        throw wrong(line, "a quote within a value; put the value in quotes and double those in it");
      }
      keep();
    }
    return value.toString().strip();
  }

  private String quoted() throws IOException {
    int begin = line;
    take();
    while (true) {
      if (next == NONE) {
        throw wrong(begin, "a quote that is not closed");
      } else if (next == '\r' || next == '\n') {
        lineBreak();
        value.append('\n');
      } else if (next != '"') {
        keep();
      } else if (take() == '"') {
        keep();
      } else {
        break;
      }
    }
    while (next == ' ' || next == '\t') {
      take();
    }
    if (next != NONE && next != ',' && next != '\r' && next != '\n') {
      throw wrong(line, "something between a closing quote and the next comma");
    }
    return value.toString();
  }

  private void keep() throws IOException {
    if (next == NO_CHARACTER || next == 0) {
      throw wrong(line, "not UTF-8 text; save the file as CSV in UTF-8");
    }
    if (value.length() == MOST_CHARACTERS) {
      throw wrong(line, "a value of more than %d characters".formatted(MOST_CHARACTERS));
    }
    value.append((char) next);
    take();
  }

  private void lineBreak() throws IOException {
    if (next == '\r' && take() != '\n') {
      line++;
      return;
    }
    take();
    line++;
  }

  private int take() throws IOException {
    next = in.read();
    return next;
  }

  private BadDataException wrong(int at, String problem) {
    return new BadDataException("%s, line %d: %s".formatted(name, at, problem));
  }
}
