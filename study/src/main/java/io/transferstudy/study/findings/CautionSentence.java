package io.transferstudy.study.findings;

import io.transferstudy.study.findings.Correlation.Direction;
import io.transferstudy.study.findings.Correlation.Measured;
import io.transferstudy.study.findings.Correlation.NotEnough;
import io.transferstudy.study.findings.SourceAccuracy.Origin;
import io.transferstudy.study.grid.DatasetSource.Procedural;
import java.util.Optional;

/** The third sentence: what the study does not show. */
final class CautionSentence {
  private CautionSentence() {}

  static String of(Findings findings) {
    return learners(findings) + "; " + reach(findings) + ".";
  }

  /** Better transfer, or only better learners? Random initialisation tells. */
  private static String learners(Findings findings) {
    Optional<SettingFindings> random =
        findings.settings().stream().filter(s -> SettingWords.fromRandom(s.setting())).findFirst();
    if (random.isEmpty()) {
      return "Without a setting that trains from random weights, better transfer cannot be told from"
          + " better learners";
    }
    return switch (random.get().correlation()) {
      case NotEnough _ ->
          "Random-init accuracy cannot be correlated with source accuracy%s, so better transfer cannot be told from better learners"
              .formatted(findings.complete() ? "" : " yet");
      case Measured correlation -> {
        String r =
            "(r = %s, %d models)"
                .formatted(TransferSentence.coefficient(correlation), correlation.pearson().n());
        yield switch (correlation.direction()) {
          case BETTER ->
              "Random-init accuracy "
                  + also(findings)
                  + "correlates with source accuracy "
                  + r
                  + (also(findings).isEmpty()
                      ? ": models better on the source are also better learners without it"
                      : ", so part of this may be better learners, not better transfer");
          case WORSE ->
              "Random-init accuracy falls with source accuracy "
                  + r
                  + ", so better learners would not explain better transfer";
          case UNCLEAR ->
              "Random-init accuracy is not clearly related to source accuracy "
                  + r
                  + ", so how much is better learners and not better transfer stays open";
        };
      }
    };
  }

  /** "also " if the first sentence reports that better models transfer better in some setting. */
  private static String also(Findings findings) {
    return findings.settings().stream()
            .filter(s -> !SettingWords.fromRandom(s.setting()))
            .anyMatch(
                s -> s.correlation() instanceof Measured m && m.direction() == Direction.BETTER)
        ? "also "
        : "";
  }

  /** How far beyond the study its numbers reach. */
  private static String reach(Findings findings) {
    if (findings.grid().datasets().stream().allMatch(d -> d.source() instanceof Procedural)) {
      return "the images are drawn by a program, and toy images say nothing about ImageNet";
    }
    String size =
        "%s and %s need not stand for others"
            .formatted(
                Figures.count(findings.grid().models().size(), "model"),
                Figures.count(findings.grid().datasets().size(), "data set"));
    boolean measured =
        findings.sources().values().stream().allMatch(s -> s.origin() instanceof Origin.Measured);
    return measured ? size : "not every source accuracy was measured here, and " + size;
  }
}
