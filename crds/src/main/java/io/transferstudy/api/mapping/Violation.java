package io.transferstudy.api.mapping;

/**
 * Something in a manifest that must be changed. Always one line of bounded length, whatever text of
 * the manifest is in it.
 *
 * @param path such as {@code spec.models[2].architecture}
 * @param message what is wrong and what to do
 */
public record Violation(String path, String message) {
  private static final int LONGEST_PATH = 200;
  private static final int LONGEST_MESSAGE = 1_000;

  public Violation {
    path = OneLine.of(path, LONGEST_PATH);
    message = OneLine.of(message, LONGEST_MESSAGE);
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
