package io.transferstudy.study.protocol;

import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Recipe.Crop;
import io.transferstudy.study.grid.Recipe.Length;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Setting.Initialisation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The three settings of the paper with defaults that one GPU answers in minutes: its optimiser,
 * schedule and augmentation, with fewer steps and a smaller search grid than its 19,531 steps and
 * 56 points (Kornblith et al. 2019, appendix A.6); a manifest overrides any value.
 */
public enum Preset {
  FIXED_FEATURES("fixed-features") {
    @Override
    public Setting named(String name) {
      return new Setting.FixedFeatures(name, L2Grid.VALUES);
    }
  },
  FINE_TUNED("fine-tuned") {
    @Override
    public Setting named(String name) {
      return new Setting.Training(
          name, Initialisation.PRETRAINED, recipe(2_000, List.of(0.003, 0.01, 0.03)));
    }
  },
  RANDOM_INIT("random-init") {
    @Override
    public Setting named(String name) {
      return new Setting.Training(
          name, Initialisation.RANDOM, recipe(4_000, List.of(0.03, 0.1, 0.3)));
    }
  };

  private final String label;

  Preset(String label) {
    this.label = label;
  }

  /** The name that a manifest uses. */
  public String label() {
    return label;
  }

  /** This preset's setting under a name of the study's own. */
  public abstract Setting named(String name);

  /** The preset of that name, if there is one. */
  public static Optional<Preset> of(String label) {
    return Stream.of(values()).filter(preset -> preset.label.equals(label)).findFirst();
  }

  private static Recipe recipe(int steps, List<Double> learningRates) {
    return new Recipe(
        new Length.Steps(steps),
        64,
        learningRates,
        List.of(0.0, 1e-4),
        true,
        0.0,
        new Crop.RandomResized(0.08));
  }
}
