package io.transferstudy.operator.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Makes mutants of a manifest that keep its structure in mind; the same seed makes the same. */
final class Mutation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "a",
          "-",
          "..",
          "../x",
          "a/../../b",
          "/etc/passwd",
          "a\\b",
          "other/claim",
          "a b",
          "A.B_c",
          "a.b",
          "on",
          "null",
          "-1",
          "1e999",
          "%s%n${x}{}",
          "line\nspec: is fine\r\nAccepted: True",
          "\u0000\u0007\u001b[2J",
          "\u202eevil\u2028\ufeff",
          "\ud83d\ude00 sm\u00f6rg\u00e5s",
          "<script>|`'\"",
          "x".repeat(64),
          "x".repeat(254),
          "\ud83d\ude00".repeat(600),
          "y".repeat(20_000));

  private static final List<String> KEYS =
      List.of(
          "team",
          "a/b/c",
          "no key",
          "cpu",
          "memory",
          "nvidia.com/gpu",
          "hugepages-2Mi",
          "transferstudy.io/study-uid",
          "kueue.x-k8s.io/queue-name",
          "line\nspec: is fine",
          "k".repeat(300));

  private static final List<String> AMOUNTS =
      List.of(
          "0", "1", "100m", "1Gi", "8Gi", "-1", "1e3", "1E", "1e400", "0.0000000001", "64", "x");

  private static final List<JsonNode> NUMBERS =
      Stream.<JsonNode>of(
              JSON.numberNode(0),
              JSON.numberNode(-1),
              JSON.numberNode(1),
              JSON.numberNode(2),
              JSON.numberNode(-7),
              JSON.numberNode(0.5),
              JSON.numberNode(1e-300),
              JSON.numberNode(1e300),
              JSON.numberNode(-1e300),
              JSON.numberNode(Integer.MAX_VALUE),
              JSON.numberNode(Integer.MIN_VALUE),
              JSON.numberNode(1L << 32),
              JSON.numberNode((1L << 53) + 1),
              JSON.numberNode(Long.MAX_VALUE),
              JSON.numberNode(Long.MIN_VALUE))
          .toList();

  private final SplittableRandom random;
  private final List<JsonNode> donors;

  /**
   * Mutations.
   *
   * @param donors manifests whose parts are put into others
   */
  Mutation(SplittableRandom random, List<JsonNode> donors) {
    this.random = random;
    this.donors = donors;
  }

  /** A mutant with one to three changes. */
  JsonNode mutant(JsonNode manifest) {
    JsonNode mutant = manifest.deepCopy();
    int changes = 1 + Math.max(0, random.nextInt(5) - 2);
    for (int change = 0; change < changes; change++) {
      change(mutant);
    }
    return mutant;
  }

  /** A place in a manifest: a field of an object or an element of a list. */
  private sealed interface Place {
    JsonNode value();

    void set(JsonNode value);

    void remove();

    record Field(ObjectNode of, String name) implements Place {
      @Override
      public JsonNode value() {
        return of.get(name);
      }

      @Override
      public void set(JsonNode value) {
        of.set(name, value);
      }

      @Override
      public void remove() {
        of.remove(name);
      }
    }

    record Element(ArrayNode of, int index) implements Place {
      @Override
      public JsonNode value() {
        return of.get(index);
      }

      @Override
      public void set(JsonNode value) {
        of.set(index, value);
      }

      @Override
      public void remove() {
        of.remove(index);
      }
    }
  }

  private void change(JsonNode mutant) {
    List<Place> places = places(mutant);
    if (places.isEmpty()) {
      return;
    }
    Place place = pick(places);
    switch (random.nextInt(18)) {
      case 0, 1 -> place.remove();
      case 2, 3 -> repeat(place);
      case 4 -> place.set(other());
      case 5 -> place.set(pick(NUMBERS).deepCopy());
      case 6 -> place.set(JSON.textNode(pick(ODD)));
      case 7 -> unknown(place);
      case 8, 9, 10 -> graft(mutant);
      case 11 -> swap(place, pick(places));
      case 12 -> rename(place);
      case 13, 14, 15 -> ofItsKind(places);
      case 16, 17 -> entry(mutant.path("spec").path("worker"));
      default -> throw new AssertionError();
    }
  }

  /** Another value of the same kind: of another it is refused for that, and no more is seen. */
  private void ofItsKind(List<Place> places) {
    List<Place> values = places.stream().filter(place -> place.value().isValueNode()).toList();
    if (values.isEmpty()) {
      return;
    }
    Place place = pick(values);
    JsonNode value = place.value();
    if (value.isBoolean()) {
      place.set(JSON.booleanNode(!value.booleanValue()));
    } else if (value.isTextual()) {
      place.set(random.nextBoolean() ? JSON.textNode(pick(ODD)) : pick(values).value().deepCopy());
    } else if (value.isIntegralNumber()) {
      place.set(JSON.numberNode(random.nextInt(-5, 300)));
    } else if (value.isNumber()) {
      place.set(JSON.numberNode(random.nextDouble(-0.1, 1.1)));
    }
  }

  /** One more of an element, or very many, alike or with names and values of their own. */
  private void repeat(Place place) {
    if (!(place instanceof Place.Element(var list, var index))) {
      place.set(JSON.arrayNode().add(place.value()));
      return;
    }
    int times = random.nextInt(4) == 0 ? 1 + random.nextInt(1_000) : 1;
    boolean alike = random.nextBoolean();
    JsonNode model = list.get(index);
    for (int i = 0; i < times; i++) {
      JsonNode copy = model.deepCopy();
      if (!alike && copy instanceof ObjectNode object && object.has("name")) {
        object.put("name", "copy-" + i);
      } else if (!alike && copy.isNumber()) {
        copy = JSON.numberNode(random.nextLong());
      }
      list.add(copy);
    }
  }

  private JsonNode other() {
    return switch (random.nextInt(6)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.arrayNode();
      case 3 -> JSON.arrayNode().addNull();
      case 4 -> JSON.objectNode();
      case 5 -> JSON.objectNode().put(pick(ODD), pick(ODD));
      default -> throw new AssertionError();
    };
  }

  private void unknown(Place place) {
    String name = random.nextBoolean() ? "hostPath" : pick(ODD);
    if (place.value() instanceof ObjectNode object) {
      object.set(name, JSON.textNode(pick(ODD)));
    } else if (place instanceof Place.Field(var of, var _)) {
      of.set(name, JSON.textNode("/"));
    }
  }

  /** Takes a part of another manifest to where it belongs, which has it or lacks it. */
  private void graft(JsonNode mutant) {
    if (mutant.path("spec") instanceof ObjectNode spec) {
      var fields = new ArrayList<>(pick(donors).path("spec").properties());
      var field = pick(fields);
      spec.set(field.getKey(), field.getValue().deepCopy());
    }
  }

  private static void swap(Place one, Place other) {
    JsonNode value = one.value().deepCopy();
    one.set(other.value().deepCopy());
    if (other.value() != null) {
      other.set(value);
    }
  }

  private void rename(Place place) {
    if (place instanceof Place.Field(var of, var name)) {
      JsonNode value = of.remove(name);
      of.set(pick(ODD), value);
    }
  }

  /** One more entry of a map whose keys are the user's. */
  private void entry(JsonNode worker) {
    List<JsonNode> maps =
        Stream.of(
                worker.path("labels"),
                worker.path("annotations"),
                worker.path("nodeSelector"),
                worker.path("resources").path("requests"),
                worker.path("resources").path("limits"))
            .filter(JsonNode::isObject)
            .toList();
    if (!maps.isEmpty()) {
      ((ObjectNode) pick(maps)).put(pick(KEYS), random.nextBoolean() ? pick(ODD) : pick(AMOUNTS));
    }
  }

  private static List<Place> places(JsonNode node) {
    var places = new ArrayList<Place>();
    collect(node, places);
    return places.stream()
        .filter(place ->
            !(place instanceof Place.Field(var _, var name)
                && (name.equals("apiVersion") || name.equals("kind"))))
        .toList();
  }

  private static void collect(JsonNode node, List<Place> places) {
    switch (node) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(field -> {
                places.add(new Place.Field(object, field.getKey()));
                collect(field.getValue(), places);
              });
      case ArrayNode list -> {
        for (int i = 0; i < Math.min(list.size(), 20); i++) {
          places.add(new Place.Element(list, i));
          collect(list.get(i), places);
        }
      }
      default -> {}
    }
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
