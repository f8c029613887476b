package io.transferstudy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.json.Json;
import io.transferstudy.worker.dataset.Datasets;
import io.transferstudy.worker.dataset.procedural.ProceduralTask;
import io.transferstudy.worker.model.ModelEntry;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The catalogue that operator and command line read names what this worker can do. */
class CatalogueTest {
  private static final Path FILE =
      Path.of("").toAbsolutePath().resolveSibling("crds/src/main/resources/catalogue.json");
  private static final String REPAIR =
      "./mvnw -pl worker -am test -Dtest=CatalogueTest -Dregenerate=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void the_checked_in_catalogue_is_up_to_date() throws IOException {
    var catalogue = new LinkedHashMap<String, Object>();
    catalogue.put("models", Models.ALL.stream().map(CatalogueTest::model).toList());
    catalogue.put(
        "datasets",
        Datasets.ALL.stream()
            .map(entry -> row("name", entry.name(), "classes", entry.classes()))
            .toList());
    catalogue.put(
        "tasks",
        Stream.of(ProceduralTask.values())
            .map(task ->
                row(
                    "name",
                    task.label(),
                    "train",
                    task.train(),
                    "test",
                    task.test(),
                    "classes",
                    task.classes().size()))
            .toList());
    String wanted = Json.writeIndented(catalogue);
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(FILE, wanted);
    }
    assertThat(Files.readString(FILE))
        .as("catalogue.json is out of date; regenerate with: " + REPAIR)
        .isEqualTo(wanted);
  }

  private static Map<String, Object> model(ModelEntry entry) {
    NetworkGraph graph = entry.network(entry.sourceClasses());
    long classifier =
        graph.tensors().stream()
            .filter(spec -> graph.isClassifier(spec.key()))
            .map(TensorSpec::shape)
            .mapToLong(Tensor::count)
            .sum();
    return row(
        "name",
        entry.name(),
        "imageSize",
        entry.imageSize(),
        "widthMultiplier",
        scales(entry),
        "features",
        graph.features(),
        "parameters",
        graph.parameterCount() - classifier,
        "featuresFrom",
        graph.featuresFrom(),
        "mean",
        entry.preprocessing().mean(),
        "std",
        entry.preprocessing().std(),
        "sourceAccuracy",
        orNull(entry.imagenetTop1().publicCheckpoint()),
        "retrainedAccuracy",
        orNull(entry.imagenetTop1().retrained()));
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static boolean scales(ModelEntry entry) {
    try {
      return entry.network(2, 0.5, entry.imageSize()).parameterCount() > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Map<String, Object> row(Object... namesAndValues) {
    var row = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }
}
