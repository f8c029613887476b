package io.transferstudy.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checked-in CRDs are what the wire records say. */
class GeneratedFilesTest {
  private static final String REPAIR =
      "./mvnw -pl crds -am test -Dtest=GeneratedFilesTest -Dregenerate=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";
  private static final String HEADER =
      "# Generated from the records in crds/src/main/java; change those and run\n# "
          + REPAIR
          + "\n";
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path CHART = MODULE.resolveSibling("helm/transfer-study/templates/crds");

  @TempDir Path generated;

  @Test
  void crdsAreUpToDate() throws IOException {
    Map<Path, String> wanted = wanted();
    if (Boolean.getBoolean("regenerate")) {
      for (var file : wanted.entrySet()) {
        Files.createDirectories(file.getKey().getParent());
        Files.writeString(file.getKey(), file.getValue());
      }
    }
    for (var file : wanted.entrySet()) {
      assertThat(file.getKey()).as("regenerate with: " + REPAIR).isRegularFile();
      assertThat(Files.readString(file.getKey()))
          .as(file.getKey() + " is out of date; regenerate with: " + REPAIR)
          .isEqualTo(file.getValue());
    }
  }

  private Map<Path, String> wanted() throws IOException {
    new CRDGenerator()
        .withMinQuotes(true)
        .customResourceClasses(TransferStudy.class, TransferCell.class)
        .forCRDVersions("v1")
        .withPostProcessor(new Finishing())
        .inOutputDir(generated.toFile())
        .generate();
    var files = new TreeMap<String, String>();
    for (String plural : new String[] {"transferstudies", "transfercells"}) {
      String yaml = Files.readString(generated.resolve(plural + ".transferstudy.io-v1.yml"));
      files.put(
          plural + ".yaml",
          yaml.lines()
              .dropWhile(line -> line.startsWith("#"))
              .reduce("", (text, line) -> text + line + "\n"));
    }
    var wanted = new LinkedHashMap<Path, String>();
    files.forEach((name, yaml) -> {
      wanted.put(MODULE.resolve("src/main/resources/crds").resolve(name), HEADER + yaml);
      wanted.put(CHART.resolve(name), chart(yaml));
    });
    return wanted;
  }

  /**
   * In the chart's templates, because Helm never upgrades what lies in a chart's own crds folder.
   */
  private static String chart(String yaml) {
    String kept =
        yaml.replaceFirst(
            "\nmetadata:\n", "\nmetadata:\n  annotations:\n    helm.sh/resource-policy: keep\n");
    assertThat(kept).as("the CRD has metadata").contains("resource-policy").doesNotContain("{{");
    return HEADER + "{{- if .Values.crds.install }}\n" + kept + "{{- end }}\n";
  }

  /** The generator sorts columns by path and makes the spec optional; people want neither. */
  private static final class Finishing implements CRDPostProcessor {
    /** So that a new cell is complete without a write of its own. */
    private static final JsonNode NEW_CELL =
        JsonNodeFactory.instance
            .objectNode()
            .put("phase", "Pending")
            .put("attempt", 0)
            .put("freeAttempts", 0);

    @Override
    public HasMetadata process(HasMetadata generated, String crdVersion) {
      var crd = (CustomResourceDefinition) generated;
      Class<?> type =
          crd.getSpec().getNames().getKind().equals("TransferStudy")
              ? TransferStudy.class
              : TransferCell.class;
      List<String> order =
          Stream.of(type.getAnnotationsByType(AdditionalPrinterColumn.class))
              .map(AdditionalPrinterColumn::name)
              .toList();
      var version = crd.getSpec().getVersions().getFirst();
      var columns = new ArrayList<>(version.getAdditionalPrinterColumns());
      columns.sort(Comparator.comparing(column -> order.indexOf(column.getName())));
      version.setAdditionalPrinterColumns(columns);
      var schema = version.getSchema().getOpenAPIV3Schema();
      schema.setRequired(List.of("spec"));
      if (type == TransferCell.class) {
        schema.getProperties().get("status").setDefault(NEW_CELL);
      }
      return crd;
    }
  }
}
