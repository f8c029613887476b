package io.transferstudy.api.mapping;

import io.transferstudy.study.grid.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects violations while a manifest is mapped. Each check returns a usable value in any case, so
 * that the mapping goes on and finds the rest.
 */
final class Violations {
  private static final int LONGEST_PATH = 512;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final List<Violation> found = new ArrayList<>();

  List<Violation> all() {
    return List.copyOf(found);
  }

  void add(String path, String message) {
    found.add(new Violation(path, message));
  }

  /** A whole number of {@code [min, max]}, or {@code absent} if there is none. */
  int integer(String path, @Nullable Integer value, int absent, int min, int max) {
    if (value == null) {
      return absent;
    }
    if (value < min || value > max) {
      add(path, "must be a whole number from " + min + " to " + max + ", got " + value);
      return absent;
    }
    return value;
  }

  /** A finite number that {@code range} allows, or {@code absent} if there is none. */
  double number(String path, @Nullable Double value, double absent, Range range) {
    if (value == null) {
      return absent;
    }
    if (!range.contains(value)) {
      add(path, "must be a number in " + range + ", got " + value);
      return absent;
    }
    return value;
  }

  /** Numbers that {@code range} allows, or {@code absent} if there is no list. */
  List<Double> numbers(
      String path,
      @Nullable List<? extends @Nullable Double> values,
      List<Double> absent,
      Range range,
      int most) {
    if (values == null) {
      return absent;
    }
    if (!size(path, values, 1, most)) {
      return absent;
    }
    var valid = new ArrayList<Double>();
    for (int i = 0; i < values.size(); i++) {
      Double value = values.get(i);
      if (value == null) {
        add(path + "[" + i + "]", "must be a number");
      } else {
        int before = found.size();
        double checked = number(path + "[" + i + "]", value, 0, range);
        if (found.size() == before) {
          valid.add(checked);
        }
      }
    }
    if (valid.stream().distinct().count() < valid.size()) {
      add(path, "a value appears twice");
    }
    return valid.isEmpty() ? absent : valid;
  }

  /** A number that lies between two others. */
  record Range(double low, boolean withLow, double high, boolean withHigh) {
    static final Range FRACTION = new Range(0, false, 1, false);

    boolean contains(double value) {
      return (withLow ? value >= low : value > low) && (withHigh ? value <= high : value < high);
    }

    @Override
    public String toString() {
      return (withLow ? "[" : "(") + text(low) + ", " + text(high) + (withHigh ? "]" : ")");
    }

    private static String text(double end) {
      return end == Math.rint(end) ? String.valueOf((long) end) : String.valueOf(end);
    }
  }

  /** Whether the list's length lies in {@code [min, max]}. */
  boolean size(String path, List<?> list, int min, int max) {
    if (list.size() < min || list.size() > max) {
      add(path, "must have " + min + " to " + max + " entries, got " + list.size());
      return false;
    }
    return true;
  }

  /** A label, or a stand-in. */
  String label(String path, @Nullable String value) {
    if (value == null) {
      add(path, "is required");
    } else if (!Label.isValid(value)) {
      add(path, "use 1 to 63 lower-case letters, digits and inner hyphens, got " + quoted(value));
    } else {
      return value;
    }
    return "invalid";
  }

  /** A path that stays below its folder, or a stand-in. */
  String relative(String path, @Nullable String value, String folder) {
    if (value == null || value.isEmpty()) {
      add(path, "is required");
    } else if (value.length() > LONGEST_PATH) {
      add(path, "is longer than " + LONGEST_PATH + " characters");
    } else if (value.startsWith("/")) {
      add(path, "must be relative to the " + folder + ", got " + quoted(value));
    } else if (List.of(value.split("/", -1)).contains("..")) {
      add(path, "must not leave the " + folder + " by '..', got " + quoted(value));
    } else if (value.contains("\\")) {
      add(path, "must have '/' between folders and no '\\', got " + quoted(value));
    } else if (value.chars().anyMatch(Violations::breaksLines)) {
      add(path, "must not have control characters or line breaks, got " + quoted(value));
    } else {
      return value;
    }
    return "invalid";
  }

  private static boolean breaksLines(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** A digest, or null. */
  @Nullable String sha256(String path, @Nullable String value) {
    if (value != null && !SHA256.matcher(value).matches()) {
      add(path, "must be 64 hexadecimal digits in lower case");
      return null;
    }
    return value;
  }

  /** Reports every value that was there before. */
  void unique(String path, List<?> values, String field) {
    Map<Object, Integer> first = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      Integer earlier = first.putIfAbsent(values.get(i), i);
      if (earlier != null && !"invalid".equals(values.get(i))) {
        add(
            path + "[" + i + "]" + field,
            quoted(String.valueOf(values.get(i))) + " is taken by " + path + "[" + earlier + "]");
      }
    }
  }

  static String quoted(String value) {
    return "'" + (value.length() > 80 ? value.substring(0, 80) + "…" : value) + "'";
  }
}
