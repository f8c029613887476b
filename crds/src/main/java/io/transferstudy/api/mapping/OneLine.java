package io.transferstudy.api.mapping;

/**
 * Text of somebody else as part of a line: what would begin another line, hide a part of it or
 * steer a terminal is written as an escape.
 */
final class OneLine {
  private OneLine() {}

  /**
   * The text on one line.
   *
   * @param most characters of the text that are kept
   */
  static String of(String text, int most) {
    var line = new StringBuilder();
    int[] characters = text.codePoints().limit(most + 1L).toArray();
    for (int i = 0; i < Math.min(most, characters.length); i++) {
      if (isShown(characters[i])) {
        line.appendCodePoint(characters[i]);
      } else {
        line.append("\\u%04x".formatted(characters[i]));
      }
    }
    return characters.length > most ? line.append("…").toString() : line.toString();
  }

  private static boolean isShown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
