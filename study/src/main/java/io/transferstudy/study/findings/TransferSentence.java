package io.transferstudy.study.findings;

import io.transferstudy.study.findings.Correlation.Direction;
import io.transferstudy.study.findings.Correlation.Measured;
import io.transferstudy.study.findings.Correlation.NotEnough;
import io.transferstudy.study.grid.Setting;
import java.util.List;
import java.util.stream.Collectors;

/** The first sentence: whether models that are better on the source transfer better. */
final class TransferSentence {
  private static final int FEW_MODELS = 10;

  private record Result(Setting setting, Measured correlation) {
    Direction direction() {
      return correlation.direction();
    }

    int models() {
      return correlation.pearson().n();
    }
  }

  private TransferSentence() {}

  static String of(Findings findings) {
    var transfers =
        findings.settings().stream().filter(s -> !SettingWords.fromRandom(s.setting())).toList();
    if (transfers.isEmpty()) {
      return "Nothing is transferred in this study: every setting starts from random"
          + " initialisation.";
    }
    if (findings.sources().isEmpty()) {
      return "No source accuracies are known%s, so nothing can be said about whether models better on their source transfer better."
          .formatted(findings.complete() ? "" : " yet");
    }
    var results =
        transfers.stream()
            .filter(s -> s.correlation() instanceof Measured)
            .map(s -> new Result(s.setting(), (Measured) s.correlation()))
            .toList();
    String source = source(findings);
    if (results.isEmpty()) {
      return "Whether models better on %s transfer better is open: %s."
          .formatted(source, reason(transfers));
    }
    String waiting =
        transfers.stream()
            .filter(s -> s.correlation() instanceof NotEnough)
            .map(s -> SettingWords.adverb(s.setting()))
            .collect(Collectors.joining(" and "));
    String none = findings.complete() ? " there is no correlation" : " there is no correlation yet";
    return sofar(findings)
        + source
        + verdict(results)
        + ": "
        + details(results)
        + (waiting.isEmpty() ? "" : "; " + waiting + none)
        + ".";
  }

  private static String sofar(Findings findings) {
    return findings.complete()
        ? "Models better on "
        : "So far (%d of %d cells) models better on "
            .formatted(findings.cells().size(), findings.total());
  }

  private static String source(Findings findings) {
    var names =
        findings.sources().values().stream().map(SourceAccuracy::source).distinct().toList();
    return names.size() == 1 ? "the source (" + names.getFirst() + ")" : "their sources";
  }

  private static String reason(List<SettingFindings> transfers) {
    return transfers.getFirst().correlation() instanceof NotEnough(_, var reason) ? reason : "";
  }

  private static String verdict(List<Result> results) {
    var directions = results.stream().map(Result::direction).distinct().toList();
    if (directions.size() == 1) {
      return switch (directions.getFirst()) {
        case BETTER -> " also transferred better";
        case WORSE -> " transferred worse";
        case UNCLEAR -> " did not clearly transfer better or worse";
      };
    }
    return results.stream()
        .map(result ->
            switch (result.direction()) {
                  case BETTER -> "clearly better ";
                  case WORSE -> "clearly worse ";
                  case UNCLEAR -> "neither clearly better nor worse ";
                }
                + SettingWords.adverb(result.setting()))
        .collect(Collectors.joining(", ", " transferred ", ""));
  }

  private static String details(List<Result> results) {
    boolean sameModels = results.stream().map(Result::models).distinct().count() == 1;
    String each =
        results.stream()
            .map(result ->
                coefficient(result.correlation())
                    + " "
                    + SettingWords.adverb(result.setting())
                    + (sameModels ? "" : " (" + result.models() + " models)"))
            .collect(Collectors.joining(", ", "r = ", ""));
    int models = results.stream().mapToInt(Result::models).max().orElseThrow();
    String over =
        sameModels ? ", over " + (models < FEW_MODELS ? "only " : "") + models + " models" : "";
    boolean intervals =
        results.stream().anyMatch(r -> r.correlation().pearson().interval95() != null);
    return each
        + over
        + (intervals ? "; 95 % intervals in brackets" : "; too few models for an interval");
  }

  /** {@code 0.97 [0.81, 1.00]}, without the interval below four models. */
  static String coefficient(Measured correlation) {
    var interval = correlation.pearson().interval95();
    return Figures.two(correlation.pearson().r())
        + (interval == null ? "" : " " + Figures.two(interval));
  }
}
