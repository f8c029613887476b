package io.transferstudy.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a released version took, this one takes: objects and manifests outlive an upgrade. */
class ReleasedCrdsTest {
  private static final Path RELEASED = Path.of("src/test/resources/released");
  private static final Path CURRENT = Path.of("src/main/resources/crds");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  static Stream<Path> released() throws IOException {
    try (Stream<Path> files = Files.walk(RELEASED)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("released")
  void whatWasReleasedStillHolds(Path file) throws IOException {
    List<JsonNode> before = versions(file);
    List<JsonNode> now = versions(CURRENT.resolve(file.getFileName()));
    for (JsonNode version : before) {
      String name = version.path("name").asText();
      JsonNode same =
          now.stream()
              .filter(candidate -> candidate.path("name").asText().equals(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError(file + ": version " + name + " was removed"));
      assertThat(SchemaChange.breaking(schema(version), schema(same)))
          .as(
              "%s: objects of %s would be refused or lose fields; keep the old, or serve a new"
                  + " version with conversion",
              file.getFileName(), file.getParent().getFileName())
          .isEmpty();
    }
  }

  @Test
  void bothKindsWereReleased() throws IOException {
    assertThat(released().map(file -> file.getFileName().toString()))
        .contains("transferstudies.yaml", "transfercells.yaml");
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change(s -> properties(s).remove("parallelism"), ".spec.parallelism was removed"),
        change(
            s -> at(s, "parallelism").put("type", "string"),
            ".spec.parallelism type was integer, is string"),
        change(s -> at(s, "parallelism").put("maximum", 1), ".spec.parallelism maximum was"),
        change(s -> at(s, "parallelism").put("minimum", 7), ".spec.parallelism minimum was"),
        change(s -> at(s, "suspend").putArray("enum").add("x"), ".spec.suspend takes only [x] now"),
        change(
            s -> at(s, "suspend").put("pattern", "x"), ".spec.suspend pattern was not set, is x"),
        change(s -> required(s).add("seeds"), ".spec.seeds became required"),
        change(
            s -> ((ArrayNode) s.get("x-kubernetes-validations")).addObject().put("rule", "false"),
            ".spec has a new rule: false"),
        change(
            s -> ((ObjectNode) at(s, "models").get("items").get("properties")).remove("name"),
            ".spec.models[].name was removed"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachWayToBreakIsSaid(Consumer<ObjectNode> change, String said) throws IOException {
    Path file = CURRENT.resolve("transferstudies.yaml");
    JsonNode changed = schema(versions(file).getFirst());
    change.accept((ObjectNode) changed.get("properties").get("spec"));

    assertThat(SchemaChange.breaking(schema(versions(file).getFirst()), changed))
        .hasSize(1)
        .allSatisfy(text -> assertThat(text).startsWith(said));
    // What only widens is welcome: the same change the other way round, unless it changes a type.
    if (!said.contains("type was")) {
      assertThat(SchemaChange.breaking(changed, schema(versions(file).getFirst()))).isEmpty();
    }
  }

  private static Arguments change(Consumer<ObjectNode> change, String said) {
    return Arguments.of(change, said);
  }

  private static ObjectNode properties(ObjectNode spec) {
    return (ObjectNode) spec.get("properties");
  }

  private static ObjectNode at(ObjectNode spec, String field) {
    return (ObjectNode) properties(spec).get(field);
  }

  private static ArrayNode required(ObjectNode spec) {
    return (ArrayNode) spec.get("required");
  }

  private static List<JsonNode> versions(Path crd) throws IOException {
    return YAML.readTree(crd.toFile()).path("spec").path("versions").valueStream().toList();
  }

  private static JsonNode schema(JsonNode version) {
    return version.path("schema").path("openAPIV3Schema");
  }
}
