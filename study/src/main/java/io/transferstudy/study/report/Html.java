package io.transferstudy.study.report;

import java.util.Locale;

/** Text that is safe between tags and in quoted attributes, and numbers for SVG. */
final class Html {
  private Html() {}

  /** Escapes a name or message; characters that HTML does not allow become a replacement sign. */
  static String text(String raw) {
    var escaped = new StringBuilder(raw.length() + 16);
    raw.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default ->
                escaped.appendCodePoint(
                    Character.isISOControl(c) && c != '\n' && c != '\t'
                            || Character.getType(c) == Character.SURROGATE
                        ? 0xFFFD
                        : c);
          }
        });
    return escaped.toString();
  }

  /** A coordinate with at most two decimals. */
  static String at(double coordinate) {
    return String.format(Locale.ROOT, "%.2f", coordinate);
  }

  /** Minus signs as typographers want them, in text that holds numbers only. */
  static String minus(String numbers) {
    return numbers.replace('-', '\u2212');
  }
}
