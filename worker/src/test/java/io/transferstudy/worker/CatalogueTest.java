package io.transferstudy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.json.Json;
import io.transferstudy.worker.dataset.CatalogueEntry;
import io.transferstudy.worker.dataset.Datasets;
import io.transferstudy.worker.dataset.procedural.ProceduralTask;
import io.transferstudy.worker.gate.KnownFile;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.model.Origin;
import io.transferstudy.worker.model.Paper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The catalogue that operator and command line read names what this worker can do. */
class CatalogueTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path FILE = MODULE.resolveSibling("crds/src/main/resources/catalogue.json");
  private static final Path PAGE = MODULE.resolveSibling("docs/reference/models.md");
  private static final Path DATASETS_PAGE = MODULE.resolveSibling("docs/reference/datasets.md");
  private static final String REPAIR =
      "./mvnw -pl worker -am test -Dtest=CatalogueTest -Dregenerate=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final List<CatalogueModel> MODELS =
      Models.ALL.stream().map(CatalogueModel::of).toList();

  @Test
  void the_checked_in_catalogue_is_up_to_date() throws IOException {
    var catalogue = new LinkedHashMap<String, Object>();
    catalogue.put("models", MODELS.stream().map(CatalogueTest::model).toList());
    catalogue.put("weights", KnownFile.all().stream().map(CatalogueTest::weights).toList());
    catalogue.put("datasets", Datasets.ALL.stream().map(CatalogueTest::dataset).toList());
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
    upToDate(FILE, Json.writeIndented(catalogue));
  }

  @Test
  void the_page_of_the_models_is_up_to_date() throws IOException {
    upToDate(PAGE, ModelsPage.of(MODELS, REPAIR));
  }

  @Test
  void the_page_of_the_data_sets_is_up_to_date() throws IOException {
    upToDate(DATASETS_PAGE, DatasetsPage.of(Datasets.ALL, REPAIR));
  }

  private static void upToDate(Path file, String wanted) throws IOException {
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(file, wanted);
    }
    assertThat(file).as("regenerate with: " + REPAIR).isRegularFile();
    assertThat(Files.readString(file))
        .as(file + " is out of date; regenerate with: " + REPAIR)
        .isEqualTo(wanted);
  }

  private static Map<String, Object> model(CatalogueModel model) {
    var entry = model.entry();
    return row(
        "name",
        entry.name(),
        "imageSize",
        entry.imageSize(),
        "widthMultiplier",
        model.scales(),
        "features",
        model.graph().features(),
        "parameters",
        model.parameters(),
        "multiplyAdds",
        model.graph().multiplyAdds(),
        "sourceClasses",
        entry.sourceClasses(),
        "featuresFrom",
        model.graph().featuresFrom(),
        "mean",
        entry.preprocessing().mean(),
        "std",
        entry.preprocessing().std(),
        "sourceAccuracy",
        orNull(entry.imagenetTop1().publicCheckpoint()),
        "retrainedAccuracy",
        orNull(entry.imagenetTop1().retrained()),
        "paper",
        paper(entry.origin().paper()),
        "keys",
        entry.origin().keys().orElse(null),
        "variant",
        entry.origin().variant().map(CatalogueTest::variant).orElse(null));
  }

  private static Map<String, Object> weights(KnownFile file) {
    return row(
        "name",
        file.name(),
        "sha256",
        file.sha256(),
        "source",
        file.source(),
        "licence",
        file.licence(),
        "model",
        file.model(),
        "widthMultiplier",
        file.widthMultiplier(),
        "imageSize",
        file.outputs().size());
  }

  private static Map<String, Object> dataset(CatalogueEntry entry) {
    return row(
        "name",
        entry.name(),
        "title",
        entry.title(),
        "classes",
        entry.classes(),
        "train",
        entry.counts().train(),
        "validation",
        entry.counts().validation(),
        "test",
        entry.counts().test(),
        "metric",
        entry.metric(),
        "severalClasses",
        entry.metric() == Metric.ELEVEN_POINT_MAP,
        "losesImages",
        entry.losesImages(),
        "home",
        entry.provenance().home(),
        "archives",
        entry.provenance().archives().stream()
            .map(file -> row("name", file.name(), "md5", file.md5().orElse(null)))
            .toList(),
        "licence",
        entry.provenance().licence(),
        "paper",
        paper(entry.provenance().paper()));
  }

  private static Map<String, Object> paper(Paper paper) {
    return row(
        "authors",
        paper.authors(),
        "year",
        paper.year(),
        "title",
        paper.title(),
        "reference",
        paper.reference());
  }

  private static Map<String, Object> variant(Origin.Variant variant) {
    return row("of", variant.of(), "difference", variant.difference());
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static Map<String, Object> row(@Nullable Object... namesAndValues) {
    var row = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }
}
