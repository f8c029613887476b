package io.transferstudy.worker.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The texts of a column of labels, each once: a class, or several parted by semicolons. Where one
 * image has several, all have any number of classes.
 */
final class LabelColumn {
  private static final int MOST_CLASSES = 100_000;
  private static final int LONGEST_NAME = 200;
  private static final String SEPARATOR = ";";

  private final Map<String, String> texts = new HashMap<>();
  private final TreeSet<String> names = new TreeSet<>();

  /** A text seen in a row; what is wrong with it, if anything. */
  Optional<String> add(String text) {
    if (texts.containsKey(text)) {
      return Optional.empty();
    }
    if (text.isBlank()) {
      return Optional.of("no label");
    }
    List<String> parts = parts(text).toList();
    for (String part : parts) {
      if (part.isEmpty()) {
        return Optional.of("an empty label in %s".formatted(Problems.shown(text)));
      }
      if (part.length() > LONGEST_NAME || part.chars().anyMatch(Character::isISOControl)) {
        return Optional.of(
            "label %s is longer than %d characters or has some that cannot be printed"
                .formatted(Problems.shown(part), LONGEST_NAME));
      }
    }
    if (names.size() + parts.size() > MOST_CLASSES) {
      return Optional.of("more than %d classes so far".formatted(MOST_CLASSES));
    }
    names.addAll(parts);
    texts.put(text, text);
    return Optional.empty();
  }

  /** One object for equal texts: a million rows share a few labels. */
  String shared(String text) {
    return texts.getOrDefault(text, text);
  }

  /** All names in order. */
  List<String> classes() {
    return List.copyOf(names);
  }

  /** What each text means. */
  Map<String, Labels> of(List<String> classes) {
    var index = new HashMap<String, Integer>();
    for (String name : classes) {
      index.put(name, index.size());
    }
    boolean several = texts.keySet().stream().anyMatch(text -> text.contains(SEPARATOR));
    var labels = new TreeMap<String, Labels>();
    for (String text : texts.keySet()) {
      List<Integer> present = parts(text).map(index::get).distinct().sorted().toList();
      labels.put(
          text, several ? new Labels.Several(present, List.of()) : Labels.of(present.getFirst()));
    }
    return labels;
  }

  private static Stream<String> parts(String text) {
    return Stream.of(text.split(SEPARATOR, -1)).map(String::strip);
  }
}
