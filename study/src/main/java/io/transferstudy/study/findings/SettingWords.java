package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Setting.Initialisation;
import io.transferstudy.study.protocol.Preset;

/** How sentences speak of a setting. */
final class SettingWords {
  private SettingWords() {}

  /** As an adverb: {@code with fixed features}, {@code fine-tuned}; else by its own name. */
  static String adverb(Setting setting) {
    return Preset.of(setting.name())
        .map(preset ->
            switch (preset) {
              case FIXED_FEATURES -> "with fixed features";
              case FINE_TUNED -> "fine-tuned";
              case RANDOM_INIT -> "from random initialisation";
            })
        .orElse("in setting " + setting.name());
  }

  /** As a noun: {@code fine-tuning}, {@code random initialisation}; else by its own name. */
  static String noun(Setting setting) {
    return Preset.of(setting.name())
        .map(preset ->
            switch (preset) {
              case FIXED_FEATURES -> "fixed features";
              case FINE_TUNED -> "fine-tuning";
              case RANDOM_INIT -> "random initialisation";
            })
        .orElse(setting.name());
  }

  /** Whether nothing of the source task enters this setting. */
  static boolean fromRandom(Setting setting) {
    return setting instanceof Setting.Training(_, var start, _) && start == Initialisation.RANDOM;
  }
}
