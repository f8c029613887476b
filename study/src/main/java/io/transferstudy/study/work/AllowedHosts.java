package io.transferstudy.study.work;

import java.util.List;
import java.util.Locale;

/**
 * The hosts that downloads may ask, those of redirects included.
 *
 * @param patterns a host's name, or {@code *.} and a suffix for every host below it
 */
public record AllowedHosts(List<String> patterns) {
  private static final String BELOW = "*.";
  private static final String ANY = "*";

  public AllowedHosts {
    patterns = patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
    for (String pattern : patterns) {
      String name = pattern.startsWith(BELOW) ? pattern.substring(BELOW.length()) : pattern;
      if (!pattern.equals(ANY) && !name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?|\\[[0-9a-f:.]+]")) {
        throw new IllegalArgumentException(
            "'"
                + pattern
                + "' is no host: write a name such as huggingface.co, or *.hf.co for every host"
                + " below hf.co, without scheme, port or path");
      }
    }
  }

  /** Every host: for somebody's own machine. */
  public static AllowedHosts any() {
    return new AllowedHosts(List.of(ANY));
  }

  /** These. */
  public static AllowedHosts of(String... patterns) {
    return new AllowedHosts(List.of(patterns));
  }

  /** Whether that host may be asked. */
  public boolean allow(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return patterns.stream()
        .anyMatch(pattern ->
            pattern.equals(ANY) || pattern.startsWith(BELOW)
                ? name.endsWith(pattern.substring(1)) && name.length() >= pattern.length()
                : name.equals(pattern));
  }

  @Override
  public String toString() {
    return patterns.isEmpty() ? "none" : String.join(", ", patterns);
  }
}
