package io.transferstudy.worker.check;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Classes whose names people read as one: they differ in capital letters, in spaces and what stands
 * for them, or in how accents are encoded.
 */
final class AlikeClasses {
  private AlikeClasses() {}

  static Optional<Finding> in(List<String> classes) {
    Map<String, List<String>> groups = new TreeMap<>();
    for (String name : classes) {
      groups.computeIfAbsent(read(name), _ -> new ArrayList<>()).add(name);
    }
    List<String> alike =
        groups.values().stream()
            .filter(group -> group.size() > 1)
            .map(group -> "'" + String.join("' and '", group) + "'")
            .limit(Finding.MOST_ITEMS)
            .toList();
    return alike.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "classes whose names differ in capitals, spaces or encoding only; if one is meant,"
                    + " name them alike: "
                    + Finding.some(alike, alike.size()),
                alike));
  }

  private static String read(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s_-]+", " ")
        .strip();
  }
}
