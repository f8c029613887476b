package io.transferstudy.study.grid;

import java.util.regex.Pattern;

/**
 * The form of every name in a study: an RFC 1123 label, so that it can be a Kubernetes label value,
 * a path segment and a part of a key that is joined by slashes.
 */
public final class Label {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private Label() {}

  /** Whether {@code name} is an RFC 1123 label: at most 63 of a-z, 0-9 and inner hyphens. */
  public static boolean isValid(String name) {
    return FORM.matcher(name).matches();
  }

  /**
   * Returns {@code name} if it is a label.
   *
   * @throws IllegalArgumentException naming {@code what} and the rule otherwise
   */
  public static String require(String what, String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          what + " '" + name + "': use at most 63 lower-case letters, digits and inner hyphens");
    }
    return name;
  }
}
