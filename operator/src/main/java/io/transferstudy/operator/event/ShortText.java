package io.transferstudy.operator.event;

/** Text for people that must not be longer than what takes it. */
public final class ShortText {
  private ShortText() {}

  /**
   * The text, or its beginning and an ellipsis. Never cut within a character of two units: what is
   * written must read back as it was.
   *
   * @param most of the text's units that are kept, the ellipsis not counted
   */
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }
}
