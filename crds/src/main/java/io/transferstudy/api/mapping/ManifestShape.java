package io.transferstudy.api.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a manifest's tree with the wire records, as an API server compares it with the schema:
 * unknown fields and values of the wrong kind are violations. A typo must not be ignored.
 */
final class ManifestShape {
  private final Violations violations;

  ManifestShape(Violations violations) {
    this.violations = violations;
  }

  /** Reports what does not fit {@code type}; returns whether the value can be read as one. */
  boolean check(String path, JsonNode node, Type type) {
    return switch (type) {
      case Class<?> record when record.isRecord() -> object(path, node, record);
      case ParameterizedType list when list.getRawType() == List.class ->
          list(path, node, list.getActualTypeArguments()[0]);
      case ParameterizedType map when map.getRawType() == Map.class ->
          expect(path, node.isObject(), "an object", node);
      case Class<?> kind when kind == String.class ->
          expect(path, node.isTextual(), "text (quote it)", node);
      case Class<?> kind when kind == Boolean.class ->
          expect(path, node.isBoolean(), "true or false", node);
      case Class<?> kind when kind == Integer.class ->
          expect(path, node.canConvertToInt() && node.isIntegralNumber(), "a whole number", node);
      case Class<?> kind when kind == Long.class ->
          expect(path, node.canConvertToLong() && node.isIntegralNumber(), "a whole number", node);
      case Class<?> kind when kind == Double.class ->
          expect(path, node.isNumber(), "a number", node);
      case Class<?> kind when kind.isEnum() -> constant(path, node, kind);
      default -> true; // a type of Kubernetes' own, such as a toleration: read by its own rules
    };
  }

  private boolean expect(String path, boolean fits, String what, JsonNode node) {
    if (!fits) {
      String got = node.toString();
      violations.add(
          path,
          "must be " + what + ", got " + (got.length() > 80 ? got.substring(0, 80) + "…" : got));
    }
    return fits;
  }

  private boolean object(String path, JsonNode node, Class<?> record) {
    if (!expect(path, node.isObject(), "an object", node)) {
      return false;
    }
    Map<String, Type> fields = new LinkedHashMap<>();
    for (RecordComponent component : record.getRecordComponents()) {
      fields.put(component.getName(), component.getGenericType());
    }
    boolean fits = true;
    for (var entry : node.properties()) {
      Type type = fields.get(entry.getKey());
      String at = path + "." + entry.getKey();
      if (type == null) {
        violations.add(at, Nearest.unknown("field", entry.getKey(), fields.keySet()));
      } else if (!entry.getValue().isNull()) {
        fits &= check(at, entry.getValue(), type);
      }
    }
    return fits;
  }

  private boolean list(String path, JsonNode node, Type element) {
    if (!expect(path, node.isArray(), "a list", node)) {
      return false;
    }
    boolean fits = true;
    for (int i = 0; i < node.size(); i++) {
      fits &= node.get(i).isNull() || check(path + "[" + i + "]", node.get(i), element);
    }
    return fits;
  }

  private boolean constant(String path, JsonNode node, Class<?> kind) {
    List<String> names = Stream.of(kind.getEnumConstants()).map(String::valueOf).toList();
    if (node.isTextual() && !names.contains(node.textValue())) {
      violations.add(path, Nearest.unknown("value", node.textValue(), names));
      return false;
    }
    return expect(path, node.isTextual(), names.stream().collect(Collectors.joining(" or ")), node);
  }
}
