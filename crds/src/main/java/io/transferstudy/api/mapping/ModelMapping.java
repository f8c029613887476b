package io.transferstudy.api.mapping;

import io.transferstudy.api.v1alpha1.ModelSpec;
import io.transferstudy.api.v1alpha1.PretrainSpec;
import io.transferstudy.api.v1alpha1.WeightsSpec;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.protocol.Preset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps a model. */
final class ModelMapping {
  private static final Violations.Range WIDTHS = new Violations.Range(0, false, 16, true);
  private static final int NO_SIZE = 224; // of an unknown architecture, which is a violation anyway

  private final Catalogue catalogue;
  private final Violations violations;

  ModelMapping(Catalogue catalogue, Violations violations) {
    this.catalogue = catalogue;
    this.violations = violations;
  }

  Model map(String path, ModelSpec spec) {
    String name = violations.label(path + ".name", spec.name());
    if (spec.torchScript() != null) {
      return new TorchScriptMapping(violations).map(path, name, spec, spec.torchScript());
    }
    String architecture = spec.architecture() == null ? name : spec.architecture();
    Optional<Catalogue.ModelEntry> entry = catalogue.model(architecture);
    if (entry.isEmpty() && !architecture.equals("invalid")) {
      violations.add(
          path + (spec.architecture() == null ? ".name" : ".architecture"),
          catalogue.unknownModel(architecture)
              + (spec.architecture() == null
                  ? " (under another name say which by architecture)"
                  : ""));
    }
    if (spec.widthMultiplier() != null && entry.isPresent() && !entry.get().widthMultiplier()) {
      violations.add(path + ".widthMultiplier", "'" + architecture + "' has none; leave it out");
    }
    double width = violations.number(path + ".widthMultiplier", spec.widthMultiplier(), 1, WIDTHS);
    int usualSize = entry.map(Catalogue.ModelEntry::imageSize).orElse(NO_SIZE);
    int size = violations.integer(path + ".imageSize", spec.imageSize(), usualSize, 8, 2_048);
    ModelSource source = source(path, spec);
    ofThisModel(path, spec, architecture, width);
    return new Model(
        name,
        architecture,
        width,
        size,
        source,
        sourceAccuracy(path, spec, source, width == 1 && size == usualSize, entry));
  }

  /** A digest that is known tells of another network before anything is read. */
  private void ofThisModel(String path, ModelSpec spec, String architecture, double width) {
    String sha256 = spec.weights() == null ? null : spec.weights().sha256();
    if (sha256 == null) {
      return;
    }
    catalogue
        .weights(sha256)
        .filter(file -> !file.model().equals(architecture) || file.widthMultiplier() != width)
        .ifPresent(file ->
            violations.add(
                path + ".weights.sha256",
                "is that of %s, weights of %s with widthMultiplier %s; correct it or the model"
                    .formatted(file.name(), file.model(), file.widthMultiplier())));
  }

  private ModelSource source(String path, ModelSpec spec) {
    if (spec.weights() != null && spec.pretrain() != null) {
      violations.add(path, "at most one of weights, pretrain may be set");
    }
    if (spec.weights() != null) {
      return given(path + ".weights", spec.weights());
    }
    return spec.pretrain() == null
        ? new ModelSource.None()
        : pretrained(path + ".pretrain", spec.pretrain());
  }

  private ModelSource given(String path, WeightsSpec spec) {
    if ((spec.path() == null) == (spec.uri() == null)) {
      violations.add(path, "exactly one of path, uri must be set");
    }
    if (spec.uri() != null) {
      if (WeightsUri.host(spec.uri()).isEmpty()) {
        violations.add(
            path + ".uri", WeightsUri.EXPECTED + ", got " + Violations.quoted(spec.uri()));
      }
      return new ModelSource.Download(
          spec.uri(), violations.sha256(path + ".sha256", spec.sha256()));
    }
    String file =
        spec.path() == null
            ? "invalid" // said above
            : violations.relative(path + ".path", spec.path(), "weights folder");
    return new ModelSource.WeightsFile(file, violations.sha256(path + ".sha256", spec.sha256()));
  }

  private ModelSource pretrained(String path, PretrainSpec spec) {
    Dataset source;
    if (spec.dataset() == null) {
      violations.add(path + ".dataset", "is required");
      source =
          new Dataset(
              "invalid", new DatasetSource.Procedural("invalid", 1, 1, 1), Resize.WHOLE, 0.5, null);
    } else {
      source = new DatasetMapping(catalogue, violations).map(path + ".dataset", spec.dataset());
      if (source.scoredBy() == Metric.ELEVEN_POINT_MAP) {
        violations.add(
            path + ".dataset",
            "images of '%s' show several classes each; pretraining needs images of one class"
                .formatted(source.name()));
      }
    }
    Recipe recipe =
        new SettingMapping(violations).recipe(path + ".training", spec.training(), pretraining());
    onePoint(path + ".training.learningRates", recipe.learningRates());
    onePoint(path + ".training.weightDecays", recipe.weightDecays());
    return new ModelSource.Pretrained(source, recipe, spec.seed() == null ? 1 : spec.seed());
  }

  private void onePoint(String path, List<Double> values) {
    if (values.size() != 1) {
      violations.add(
          path,
          "must have exactly one value, because pretraining makes no search, got " + values.size());
    }
  }

  /** The recipe of random initialisation, without a search. */
  private static Recipe pretraining() {
    var base = ((Setting.Training) Preset.RANDOM_INIT.named("pretraining")).recipe();
    return new Recipe(
        base.length(),
        base.batchSize(),
        List.of(0.1),
        List.of(5e-4),
        base.decayNormAndBias(),
        base.warmupFraction(),
        base.crop());
  }

  private @Nullable Double sourceAccuracy(
      String path,
      ModelSpec spec,
      ModelSource source,
      boolean asPublished,
      Optional<Catalogue.ModelEntry> entry) {
    if (spec.sourceAccuracy() != null) {
      if (source instanceof ModelSource.Pretrained) {
        violations.add(path + ".sourceAccuracy", "is measured by pretrain; leave it out");
      }
      return violations.number(
          path + ".sourceAccuracy", spec.sourceAccuracy(), 0.5, Violations.Range.FRACTION);
    }
    // Published for one width and size; weights of the user's own are taken for the published ones.
    return source instanceof ModelSource.Given && asPublished
        ? entry.map(Catalogue.ModelEntry::sourceAccuracy).orElse(null)
        : null;
  }
}
