package io.transferstudy.api.mapping;

/**
 * Something in a manifest that must be changed.
 *
 * @param path such as {@code spec.models[2].architecture}
 * @param message what is wrong and what to do
 */
public record Violation(String path, String message) {
  @Override
  public String toString() {
    return path + ": " + message;
  }
}
