package io.transferstudy.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a new schema refuses of that which an old one took, in words: fields removed or retyped,
 * fields newly required, values and bounds that became narrower, rules that were added.
 */
final class SchemaChange {
  private static final List<String> LOWER = List.of("minimum", "minLength", "minItems");
  private static final List<String> UPPER = List.of("maximum", "maxLength", "maxItems");
  private static final List<String> FIXED = List.of("type", "format");
  private static final String RULES = "x-kubernetes-validations";
  private static final String UNKNOWN = "x-kubernetes-preserve-unknown-fields";
  private static final String INT_OR_STRING = "x-kubernetes-int-or-string";

  private final List<String> found = new ArrayList<>();

  private SchemaChange() {}

  /** Every way in which {@code now} refuses what {@code before} took. */
  static List<String> breaking(JsonNode before, JsonNode now) {
    var change = new SchemaChange();
    change.compare("", before, now);
    return List.copyOf(change.found);
  }

  private void compare(String at, JsonNode before, JsonNode now) {
    for (String key : FIXED) {
      if (!before.path(key).equals(now.path(key))) {
        say(at, "%s was %s, is %s", key, text(before.path(key)), text(now.path(key)));
      }
    }
    bounds(at, before, now);
    values(at, before, now);
    for (String flag : List.of(UNKNOWN, INT_OR_STRING)) {
      if (before.path(flag).asBoolean() && !now.path(flag).asBoolean()) {
        say(at, "no longer has %s", flag);
      }
    }
    if (!now.path("pattern").isMissingNode()
        && !before.path("pattern").equals(now.path("pattern"))) {
      say(at, "pattern was %s, is %s", text(before.path("pattern")), text(now.path("pattern")));
    }
    Set<String> rules = texts(before.path(RULES), "rule");
    texts(now.path(RULES), "rule").stream()
        .filter(rule -> !rules.contains(rule))
        .forEach(rule -> say(at, "has a new rule: %s", rule));
    Set<String> required = texts(before.path("required"), "");
    texts(now.path("required"), "").stream()
        .filter(name -> !required.contains(name))
        .forEach(name -> say(at + "." + name, "became required"));
    children(at, before, now);
  }

  private void bounds(String at, JsonNode before, JsonNode now) {
    for (String key : LOWER) {
      if (now.has(key)
          && (!before.has(key) || now.get(key).asDouble() > before.get(key).asDouble())) {
        say(at, "%s was %s, is %s", key, text(before.path(key)), text(now.get(key)));
      }
    }
    for (String key : UPPER) {
      if (now.has(key)
          && (!before.has(key) || now.get(key).asDouble() < before.get(key).asDouble())) {
        say(at, "%s was %s, is %s", key, text(before.path(key)), text(now.get(key)));
      }
    }
  }

  private void values(String at, JsonNode before, JsonNode now) {
    if (!now.has("enum")) {
      return;
    }
    Set<String> values = texts(now.get("enum"), "");
    if (!before.has("enum")) {
      say(at, "takes only %s now", values);
    }
    texts(before.path("enum"), "").stream()
        .filter(value -> !values.contains(value))
        .forEach(value -> say(at, "no longer takes the value %s", value));
  }

  private void children(String at, JsonNode before, JsonNode now) {
    before
        .path("properties")
        .properties()
        .forEach(property -> {
          String path = at + "." + property.getKey();
          JsonNode same = now.path("properties").path(property.getKey());
          if (same.isMissingNode()) {
            say(path, "was removed");
          } else {
            compare(path, property.getValue(), same);
          }
        });
    for (String nested : List.of("items", "additionalProperties")) {
      if (before.path(nested).isObject()) {
        compare(at + (nested.equals("items") ? "[]" : ".*"), before.get(nested), now.path(nested));
      }
    }
  }

  private void say(String at, String format, Object... values) {
    found.add((at.isEmpty() ? "." : at) + " " + format.formatted(values));
  }

  private static Set<String> texts(JsonNode array, String field) {
    return array
        .valueStream()
        .map(node -> field.isEmpty() ? node.asText() : node.path(field).asText())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "not set" : node.asText();
  }
}
