package io.transferstudy.cli.local;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A terminal that knows cursor up, clear to the end of the line and clear below. */
final class AnsiScreen {
  private static final Pattern TOKEN =
      Pattern.compile("\u001b\\[(?<n>[?0-9]*)(?<command>[A-Za-z])|\n|\r|[^\u001b\n\r]+");

  private final List<StringBuilder> lines = new ArrayList<>();
  private int row;
  private int column;

  private AnsiScreen() {}

  static List<String> of(String written) {
    var screen = new AnsiScreen();
    var tokens = TOKEN.matcher(written);
    while (tokens.find()) {
      screen.take(tokens.group(), tokens.group("command"), tokens.group("n"));
    }
    return screen.lines.stream()
        .map(line -> line.toString().stripTrailing())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private void take(String token, String command, String n) {
    if (command == null) {
      text(token);
    } else if (command.equals("A")) {
      row -= Integer.parseInt(n);
    } else if (command.equals("K")) {
      line().setLength(column);
    } else if (command.equals("J")) {
      line().setLength(column);
      while (lines.size() > row + 1) {
        lines.removeLast();
      }
    } else if (!n.startsWith("?25")) {
      throw new IllegalArgumentException("unknown: " + token.substring(1));
    }
  }

  private void text(String token) {
    if (token.equals("\n")) {
      row++;
      column = 0;
    } else if (token.equals("\r")) {
      column = 0;
    } else {
      var line = line();
      line.replace(column, Math.min(line.length(), column + token.length()), token);
      column += token.length();
    }
  }

  private StringBuilder line() {
    while (lines.size() <= row) {
      lines.add(new StringBuilder());
    }
    return lines.get(row);
  }
}
