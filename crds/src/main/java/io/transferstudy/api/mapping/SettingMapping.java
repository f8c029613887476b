package io.transferstudy.api.mapping;

import io.transferstudy.api.v1alpha1.SettingSpec;
import io.transferstudy.api.v1alpha1.TrainingSpec;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Recipe.Crop;
import io.transferstudy.study.grid.Recipe.Length;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.protocol.Preset;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps a setting, and the recipe of any training. */
final class SettingMapping {
  private static final double SMALLEST_AREA = 0.08; // Szegedy et al. 2015
  private static final Violations.Range RATES = new Violations.Range(0, false, 1_000, true);
  private static final Violations.Range DECAYS = new Violations.Range(0, true, 1_000, true);
  private static final Violations.Range PENALTIES = new Violations.Range(0, true, 1e12, true);

  private final Violations violations;

  SettingMapping(Violations violations) {
    this.violations = violations;
  }

  Setting map(String path, SettingSpec spec) {
    String name = violations.label(path + ".name", spec.name());
    if (spec.fixedFeatures() != null && spec.training() != null) {
      violations.add(path, "at most one of fixedFeatures, training may be set");
    }
    String label = spec.preset() == null ? name : spec.preset();
    Optional<Preset> preset = Preset.of(label);
    if (preset.isEmpty()) {
      if (!label.equals("invalid")) {
        violations.add(
            path + (spec.preset() == null ? ".name" : ".preset"),
            Nearest.unknown("preset", label, Stream.of(Preset.values()).map(Preset::label).toList())
                + (spec.preset() == null ? " (under another name say which by preset)" : ""));
      }
      return Preset.FIXED_FEATURES.named(name);
    }
    return switch (preset.get().named(name)) {
      case Setting.FixedFeatures setting -> fixedFeatures(path, spec, setting);
      case Setting.Training setting -> training(path, spec, setting);
    };
  }

  private Setting fixedFeatures(String path, SettingSpec spec, Setting.FixedFeatures setting) {
    if (spec.training() != null) {
      violations.add(path + ".training", "does not go with the preset fixed-features");
    }
    return spec.fixedFeatures() == null
        ? setting
        : new Setting.FixedFeatures(
            setting.name(),
            violations.numbers(
                path + ".fixedFeatures.l2Values",
                spec.fixedFeatures().l2Values(),
                setting.l2Values(),
                PENALTIES,
                200));
  }

  private Setting training(String path, SettingSpec spec, Setting.Training setting) {
    if (spec.fixedFeatures() != null) {
      violations.add(path + ".fixedFeatures", "goes with the preset fixed-features only");
    }
    return new Setting.Training(
        setting.name(),
        setting.initialisation(),
        recipe(path + ".training", spec.training(), setting.recipe()));
  }

  /** {@code base} with what {@code spec} overrides. */
  Recipe recipe(String path, @Nullable TrainingSpec spec, Recipe base) {
    if (spec == null) {
      return base;
    }
    return new Recipe(
        length(path, spec, base.length()),
        violations.integer(path + ".batchSize", spec.batchSize(), base.batchSize(), 1, 65_536),
        violations.numbers(
            path + ".learningRates", spec.learningRates(), base.learningRates(), RATES, 50),
        violations.numbers(
            path + ".weightDecays", spec.weightDecays(), base.weightDecays(), DECAYS, 50),
        spec.decayNormAndBias() == null ? base.decayNormAndBias() : spec.decayNormAndBias(),
        violations.number(
            path + ".warmupFraction",
            spec.warmupFraction(),
            base.warmupFraction(),
            new Violations.Range(0, true, 1, false)),
        crop(path, spec, base.crop()));
  }

  private Length length(String path, TrainingSpec spec, Length base) {
    if (spec.steps() != null && spec.epochs() != null) {
      violations.add(path, "at most one of steps, epochs may be set");
    }
    if (spec.steps() != null) {
      return new Length.Steps(violations.integer(path + ".steps", spec.steps(), 1, 1, 10_000_000));
    }
    return spec.epochs() == null
        ? base
        : new Length.Epochs(violations.integer(path + ".epochs", spec.epochs(), 1, 1, 100_000));
  }

  private Crop crop(String path, TrainingSpec spec, Crop base) {
    if (spec.randomResizedCrop() != null && spec.shiftCrop() != null) {
      violations.add(path, "at most one of randomResizedCrop, shiftCrop may be set");
    }
    if (spec.randomResizedCrop() != null) {
      return new Crop.RandomResized(
          violations.number(
              path + ".randomResizedCrop.minArea",
              spec.randomResizedCrop().minArea(),
              SMALLEST_AREA,
              new Violations.Range(0, false, 1, true)));
    }
    if (spec.shiftCrop() == null) {
      return base;
    }
    if (spec.shiftCrop().padding() == null) {
      violations.add(path + ".shiftCrop.padding", "is required");
    }
    return new Crop.Shift(
        violations.integer(path + ".shiftCrop.padding", spec.shiftCrop().padding(), 0, 0, 256));
  }
}
