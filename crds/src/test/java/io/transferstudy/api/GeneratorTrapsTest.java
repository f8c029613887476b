package io.transferstudy.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.mapping.Manifest;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellSpec;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * Traps of the CRD generator and of the wire. Each test first walks into the trap with a kind of
 * its own, so that it fails as soon as there is no trap any more, and then shows that the product's
 * kinds stay out of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratorTrapsTest {
  private static final Path CRDS = Path.of("src/main/resources/crds");
  private static final Map<String, Class<?>> KINDS =
      Map.of("transferstudies.yaml", TransferStudy.class, "transfercells.yaml", TransferCell.class);
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What YAML 1.1 reads as something else than text; Kubernetes' own tools read YAML 1.1. */
  private static final Set<String> NOT_TEXT_IN_YAML_1_1 =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~");

  private final KubernetesSerialization client = new KubernetesSerialization();
  private JsonNode trap;

  /** A kind with everything that goes wrong. */
  @Group("example.org")
  @Version("v1")
  static final class Trap extends CustomResource<TrapSpec, Void> {
    private static final long serialVersionUID = 1;
  }

  record TrapSpec(
      Shape shape,
      int count,
      @Default("4") @Nullable Integer defaulted,
      @ValidationRule(value = "self > 0", message = "positive") int ruled) {}

  sealed interface Shape {
    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Tolerant(int known) {}

  record Strict(int known) {}

  @BeforeAll
  void generate(@TempDir Path folder) throws IOException {
    new CRDGenerator()
        .customResourceClasses(Trap.class)
        .forCRDVersions("v1")
        .inOutputDir(folder.toFile())
        .generate();
    try (Stream<Path> files = Files.list(folder)) {
      trap = schema(files.findFirst().orElseThrow()).at("/properties/spec");
    }
  }

  @Test
  void aSealedInterfaceWouldBeABareObject() {
    assertThat(trap.at("/properties/shape")).hasToString("{\"type\":\"object\"}");

    // A bare object loses all that is in it: the API server drops what no schema names.
    forEachNode((at, node) -> {
      if (node.path("type").asText().equals("object")) {
        assertThat(node.has("properties") || node.has("additionalProperties")).as(at).isTrue();
      }
    });
  }

  @Test
  void aComponentThatMustBeThereWouldBeOptional() {
    // Even a primitive one: absent, it is read as 0.
    assertThat(trap.path("required")).isEmpty();
    assertThat(client.unmarshal("{}", TrapSpec.class).count()).isZero();

    requiredIsRequired("TransferStudy.spec", TransferStudySpec.class, spec(TransferStudy.class));
    requiredIsRequired("TransferCell.spec", TransferCellSpec.class, spec(TransferCell.class));
    assertThat(spec(TransferCell.class).path("required").valueStream().map(JsonNode::asText))
        .contains("seed"); // the one primitive component of a spec: the walk has met it
  }

  private static void requiredIsRequired(String at, Class<?> record, JsonNode schema) {
    List<String> required = schema.path("required").valueStream().map(JsonNode::asText).toList();
    for (RecordComponent component : record.getRecordComponents()) {
      String path = at + "." + component.getName();
      JsonNode own = schema.path("properties").path(component.getName());
      assertThat(own.isMissingNode()).as(path).isFalse();
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        assertThat(required)
            .as(path + " is read without a null check")
            .contains(component.getName());
      }
      Type type = component.getGenericType();
      if (type instanceof Class<?> nested && nested.isRecord()) {
        requiredIsRequired(path, nested, own);
      } else if (type instanceof ParameterizedType list
          && list.getRawType() == List.class
          && list.getActualTypeArguments()[0] instanceof Class<?> item
          && item.isRecord()) {
        requiredIsRequired(path + "[]", item, own.path("items"));
      }
    }
  }

  @Test
  void aDefaultOfTheSchemaWouldBeMissingWhereNoApiServerWas() {
    assertThat(trap.at("/properties/defaulted/default").asInt()).isEqualTo(4);
    assertThat(client.unmarshal("{}", TrapSpec.class).defaulted()).isNull();

    // The status of a new cell has one, to spare a write; the operator reads none as the same.
    var defaulted = new ArrayList<String>();
    forEachNode((at, node) -> {
      if (node.has("default")) {
        defaulted.add(at);
      }
    });
    assertThat(defaulted).containsExactly("transfercells.yaml.status");
    // Defaults are in the mapping, which everybody uses who reads a manifest.
    var read =
        Manifest.read(
            """
            apiVersion: transferstudy.io/v1alpha1
            kind: TransferStudy
            metadata: {name: least}
            spec:
              models: [{name: a, architecture: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}]
              datasets: [{name: x, procedural: {task: textures}}]
            """,
            Catalogue.shipped());
    assertThat(read).isInstanceOf(Manifest.Valid.class);
    var valid = (Manifest.Valid) read;
    assertThat(valid.spec().settings()).isNull();
    assertThat(valid.study().grid().cells()).hasSize(3); // three presets, one seed
  }

  @Test
  void aFieldOfANewerVersionWouldBeRefused() throws IOException {
    var newer = "{\"known\": 1, \"fieldOfANewerVersion\": {\"a\": [1]}}";
    assertThatThrownBy(() -> client.unmarshal(newer, Strict.class))
        .rootCause()
        .hasMessageContaining("fieldOfANewerVersion");
    assertThat(client.unmarshal(newer, Tolerant.class).known()).isEqualTo(1);

    for (var kind : KINDS.entrySet()) {
      var object = (ObjectNode) full(schema(CRDS.resolve(kind.getKey())));
      object.put("apiVersion", "transferstudy.io/v1alpha1");
      object.put("kind", kind.getValue().getSimpleName());
      object.putObject("metadata").put("name", "newer");
      var known = client.unmarshal(object.toString(), kind.getValue());
      int added = addUnknown(object.get("spec")) + addUnknown(object.get("status"));
      assertThat(added).as("objects in %s", kind.getKey()).isGreaterThan(1);
      var read = client.unmarshal(object.toString(), kind.getValue());
      assertThat(client.asJson(read)).isEqualTo(client.asJson(known));
    }
  }

  /** An object with every field that a schema has. */
  private static JsonNode full(JsonNode schema) {
    var nodes = YAML.getNodeFactory();
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    switch (schema.path("type").asText()) {
      case "object" -> {
        var object = nodes.objectNode();
        schema
            .path("properties")
            .properties()
            .forEach(p -> object.set(p.getKey(), full(p.getValue())));
        if (schema.path("additionalProperties").isObject()) {
          object.set("key", full(schema.get("additionalProperties")));
        }
        return object;
      }
      case "array" -> {
        return nodes.arrayNode().add(full(schema.get("items")));
      }
      case "integer" -> {
        return nodes.numberNode(1);
      }
      case "number" -> {
        return nodes.numberNode(0.5);
      }
      case "boolean" -> {
        return nodes.booleanNode(true);
      }
      default -> {
        return nodes.textNode("1");
      }
    }
  }

  /** Adds a field to every object that has named fields; returns how many. */
  private static int addUnknown(JsonNode node) {
    int added = 0;
    for (JsonNode child : node) {
      added += addUnknown(child);
    }
    // A map of strings, such as a node selector, has no unknown keys.
    if (node instanceof ObjectNode object && !object.has("key")) {
      object.putObject("fieldOfANewerVersion").put("a", 1);
      added++;
    }
    return added;
  }

  @Test
  void aRuleOnAComponentWouldAppearTwice() {
    assertThat(rules(trap.at("/properties/ruled"))).containsExactly("self > 0", "self > 0");

    var all = new ArrayList<String>();
    forEachNode((at, node) -> {
      assertThat(rules(node)).as(at).doesNotHaveDuplicates();
      all.addAll(rules(node));
    });
    assertThat(all).isNotEmpty();
  }

  private static List<String> rules(JsonNode schema) {
    return schema
        .path("x-kubernetes-validations")
        .valueStream()
        .map(rule -> rule.path("rule").asText())
        .toList();
  }

  @Test
  void aNameThatYamlReadsAsABooleanWouldNeedQuotes() {
    assertThat(new Yaml().<Map<Object, Object>>load("{on: 1, off: 2, yes: 3, no: 4}"))
        .isEqualTo(Map.of(true, 3, false, 4)); // four keys are two

    forEachNode((at, node) -> {
      node.path("properties").fieldNames().forEachRemaining(name -> isText(at, name));
      node.path("enum").forEach(value -> isText(at, value.asText()));
    });
    for (Class<?> kind : KINDS.values()) {
      for (var column : kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
        isText(kind.getSimpleName(), column.name());
      }
    }
  }

  private static void isText(String at, String name) {
    assertThat(NOT_TEXT_IN_YAML_1_1).as(at).doesNotContain(name.toLowerCase(Locale.ROOT));
  }

  private static JsonNode spec(Class<?> kind) {
    String file =
        KINDS.entrySet().stream()
            .filter(entry -> entry.getValue() == kind)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return schema(CRDS.resolve(file)).at("/properties/spec");
  }

  private static void forEachNode(BiConsumer<String, JsonNode> visit) {
    for (String file : KINDS.keySet()) {
      walk(file, schema(CRDS.resolve(file)), visit);
    }
  }

  private static void walk(String at, JsonNode schema, BiConsumer<String, JsonNode> visit) {
    visit.accept(at, schema);
    schema
        .path("properties")
        .properties()
        .forEach(property -> walk(at + "." + property.getKey(), property.getValue(), visit));
    if (schema.has("items")) {
      walk(at + "[]", schema.get("items"), visit);
    }
    if (schema.path("additionalProperties").isObject()) {
      walk(at + "{}", schema.get("additionalProperties"), visit);
    }
  }

  private static JsonNode schema(Path crd) {
    try {
      return YAML.readTree(crd.toFile()).at("/spec/versions/0/schema/openAPIV3Schema");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
