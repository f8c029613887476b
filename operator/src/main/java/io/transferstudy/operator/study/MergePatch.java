package io.transferstudy.operator.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A JSON merge patch (RFC 7396) between two JSON objects, as maps. */
final class MergePatch {
  private MergePatch() {}

  /**
   * What turns {@code before} into {@code after}: null where something goes, nothing where both are
   * the same. Lists are replaced as a whole.
   */
  static Map<String, Object> between(Map<?, ?> before, Map<?, ?> after) {
    var patch = new LinkedHashMap<String, Object>();
    for (Object key : before.keySet()) {
      if (after.get(key) == null && before.get(key) != null) {
        patch.put(String.valueOf(key), null);
      }
    }
    after.forEach((key, value) -> {
      Object old = before.get(key);
      if (value instanceof Map<?, ?> inner && old instanceof Map<?, ?> innerBefore) {
        Map<String, Object> nested = between(innerBefore, inner);
        if (!nested.isEmpty()) {
          patch.put(String.valueOf(key), nested);
        }
      } else if (value != null && !Objects.equals(value, old)) {
        patch.put(String.valueOf(key), value);
      }
    });
    return patch;
  }
}
