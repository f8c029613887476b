package io.transferstudy.api.mapping;

import io.transferstudy.api.v1alpha1.ModelSpec;
import io.transferstudy.api.v1alpha1.TorchScriptSpec;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps a model that a user brings as a TorchScript file. */
final class TorchScriptMapping {
  private static final int CHANNELS = 3;
  private static final int LARGEST_FEATURES = 65_536;
  private static final int SMALLEST_IMAGE = 8;
  private static final int LARGEST_IMAGE = 2_048;
  private static final Violations.Range MEANS = new Violations.Range(-1_000, true, 1_000, true);
  private static final Violations.Range STDS = new Violations.Range(0, false, 1_000, true);

  private final Violations violations;

  TorchScriptMapping(Violations violations) {
    this.violations = violations;
  }

  Model map(String path, String name, ModelSpec spec, TorchScriptSpec own) {
    absent(path + ".architecture", spec.architecture());
    absent(path + ".widthMultiplier", spec.widthMultiplier());
    absent(path + ".weights", spec.weights());
    absent(path + ".pretrain", spec.pretrain());
    if (spec.imageSize() == null) {
      violations.add(
          path + ".imageSize",
          "is required with torchScript: the input size of the file, in pixels");
    }
    return new Model(
        name,
        ModelSource.TorchScript.ARCHITECTURE,
        1,
        violations.integer(
            path + ".imageSize", spec.imageSize(), SMALLEST_IMAGE, SMALLEST_IMAGE, LARGEST_IMAGE),
        source(path + ".torchScript", own),
        spec.sourceAccuracy() == null
            ? null
            : violations.number(
                path + ".sourceAccuracy", spec.sourceAccuracy(), 0.5, Violations.Range.FRACTION));
  }

  private void absent(String path, @Nullable Object value) {
    if (value != null) {
      violations.add(
          path,
          "must not be set beside torchScript, which brings network and weights; leave it out");
    }
  }

  private ModelSource source(String path, TorchScriptSpec own) {
    if (own.featureWidth() == null) {
      violations.add(
          path + ".featureWidth", "is required: how many numbers forward returns an image");
    }
    return new ModelSource.TorchScript(
        violations.relative(path + ".path", own.path(), "weights folder"),
        violations.sha256(path + ".sha256", own.sha256()),
        violations.integer(path + ".featureWidth", own.featureWidth(), 1, 1, LARGEST_FEATURES),
        channels(path + ".mean", own.mean(), MEANS),
        channels(path + ".std", own.std(), STDS));
  }

  /** A number for each of red, green and blue, or a stand-in. */
  private List<Double> channels(
      String path, @Nullable List<? extends @Nullable Double> values, Violations.Range range) {
    var valid = new ArrayList<Double>();
    if (values == null) {
      violations.add(path, "is required: three numbers, of red, green and blue");
    } else {
      for (Double value : values) {
        if (value != null && range.contains(value)) {
          valid.add(value);
        }
      }
      if (valid.size() != CHANNELS || values.size() != CHANNELS) {
        violations.add(
            path, "must be three numbers in " + range + ", of red, green and blue, got " + values);
      }
    }
    return valid.size() == CHANNELS ? valid : List.of(1.0, 1.0, 1.0);
  }

  /** Such a model can only be a fixed feature extractor: nobody knows how to train it. */
  void fitSettings(List<Model> models, List<Setting> settings) {
    String training =
        settings.stream()
            .filter(Setting.Training.class::isInstance)
            .map(setting -> "'" + setting.name() + "'")
            .collect(Collectors.joining(", "));
    for (int i = 0; i < models.size() && !training.isEmpty(); i++) {
      if (models.get(i).source() instanceof ModelSource.TorchScript) {
        violations.add(
            "spec.models[" + i + "].torchScript",
            "model '%s' cannot be trained, only its features can be used: leave out setting %s, or"
                    .formatted(models.get(i).name(), training)
                + " give the model a study of its own with settings: [{name: fixed-features}]");
      }
    }
  }
}
