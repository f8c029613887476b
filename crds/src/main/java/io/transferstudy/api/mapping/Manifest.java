package io.transferstudy.api.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.study.grid.Study;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A manifest as a person writes it: one YAML document with one study. */
public sealed interface Manifest {

  /**
   * A valid one.
   *
   * @param study with every default applied; parallelism is 1 where the manifest gives none
   * @param spec as written
   */
  record Valid(Study study, TransferStudySpec spec) implements Manifest {}

  /**
   * One that must be changed.
   *
   * @param violations all of them, at least one
   */
  record Invalid(List<Violation> violations) implements Manifest {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** Reads a manifest. Never throws on bad input. */
  static Manifest read(String yaml, Catalogue catalogue) {
    Object document;
    try {
      document = onlyDocument(yaml);
    } catch (YamlEngineException e) {
      return invalid("manifest", "is not YAML: " + oneLine(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return invalid("manifest", String.valueOf(e.getMessage()));
    }
    return Tree.read(Tree.MAPPER.valueToTree(document), catalogue);
  }

  private static Object onlyDocument(String yaml) {
    // YAML 1.2: "on", "yes" and "n" are text. Keys twice are an error, aliases are bounded.
    var settings =
        LoadSettings.builder().setAllowDuplicateKeys(false).setMaxAliasesForCollections(50).build();
    var documents = new ArrayList<Object>();
    Iterator<Object> parsed = new Load(settings).loadAllFromString(yaml).iterator();
    while (parsed.hasNext()) {
      Object next = parsed.next();
      if (next != null) {
        documents.add(next);
      }
    }
    return switch (documents.size()) {
      case 1 -> documents.getFirst();
      case 0 -> throw new IllegalArgumentException("is empty; it must have one TransferStudy");
      default ->
          throw new IllegalArgumentException(
              "has "
                  + documents.size()
                  + " documents; give one TransferStudy in a file of its own");
    };
  }

  private static Invalid invalid(String path, String message) {
    return new Invalid(List.of(new Violation(path, message)));
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** The steps after the text. */
  final class Tree {
    private static final ObjectMapper MAPPER =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private Tree() {}

    private static Manifest read(JsonNode root, Catalogue catalogue) {
      var violations = new Violations();
      if (!root.isObject()) {
        return invalid("manifest", "must be a TransferStudy, got " + root.getNodeType());
      }
      constant(violations, root, "apiVersion", Api.GROUP + "/" + Api.VERSION);
      constant(violations, root, "kind", "TransferStudy");
      if (!violations.all().isEmpty()) {
        return new Invalid(violations.all()); // of another kind: nothing below means anything
      }
      for (var field : root.properties()) {
        if (!List.of("apiVersion", "kind", "metadata", "spec", "status").contains(field.getKey())) {
          violations.add(
              field.getKey(),
              Nearest.unknown("field", field.getKey(), List.of("metadata", "spec")));
        }
      }
      JsonNode name = root.path("metadata").path("name");
      JsonNode spec = root.path("spec");
      boolean readable =
          spec.isMissingNode()
              || spec.isNull()
              || new ManifestShape(violations).check("spec", spec, TransferStudySpec.class);
      if (!readable) {
        return new Invalid(violations.all());
      }
      return mapped(violations, name.isTextual() ? name.textValue() : null, spec, catalogue);
    }

    private static Manifest mapped(
        Violations violations, @Nullable String name, JsonNode spec, Catalogue catalogue) {
      TransferStudySpec read;
      try {
        read = MAPPER.treeToValue(spec, TransferStudySpec.class);
      } catch (JsonProcessingException e) {
        violations.add("spec", oneLine(e.getOriginalMessage()));
        return new Invalid(violations.all());
      }
      return switch (StudyMapping.map(name, read, catalogue)) {
        case Mapping.Accepted(Study study) when violations.all().isEmpty() ->
            new Valid(study, read);
        case Mapping.Accepted _ -> new Invalid(violations.all());
        case Mapping.Rejected(var more) -> {
          more.forEach(violation -> violations.add(violation.path(), violation.message()));
          yield new Invalid(violations.all());
        }
      };
    }

    private static void constant(
        Violations violations, JsonNode root, String field, String wanted) {
      JsonNode value = root.path(field);
      if (!value.isTextual() || !value.textValue().equals(wanted)) {
        violations.add(
            field,
            "must be " + wanted + (value.isMissingNode() ? ", but is missing" : ", got " + value));
      }
    }
  }
}
