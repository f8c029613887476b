package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Setting.Training;
import java.util.Comparator;
import java.util.List;

/** The second sentence: what pretrained weights gain where every layer is trained. */
final class PretrainingSentence {
  private record Contest(SettingFindings tuned, SettingFindings random) {
    boolean sameBudget() {
      return tuned.setting() instanceof Training(_, _, Recipe a)
          && random.setting() instanceof Training(_, _, Recipe b)
          && a.length().equals(b.length())
          && a.batchSize() == b.batchSize()
          && a.points().size() == b.points().size();
    }
  }

  private PretrainingSentence() {}

  static String of(Findings findings) {
    var tuned = trained(findings, false);
    var random = trained(findings, true);
    if (tuned.isEmpty() || random.isEmpty()) {
      return "This study does not compare fine-tuning with random initialisation: it has no setting"
          + " that %s."
              .formatted(
                  tuned.isEmpty() ? "fine-tunes pretrained weights" : "trains from random weights");
    }
    var contest =
        tuned.stream()
            .flatMap(t -> random.stream().map(r -> new Contest(t, r)))
            .max(Comparator.comparing(Contest::sameBudget))
            .orElseThrow();
    return SettingGap.of(contest.tuned().scores(), contest.random().scores())
        .map(gap -> compare(contest, gap, MetricWords.noun(findings.grid())))
        .orElse("Not enough cells yet to compare fine-tuning with random initialisation.");
  }

  private static List<SettingFindings> trained(Findings findings, boolean fromRandom) {
    return findings.settings().stream()
        .filter(s -> s.setting() instanceof Training)
        .filter(s -> SettingWords.fromRandom(s.setting()) == fromRandom)
        .toList();
  }

  private static String compare(Contest contest, SettingGap gap, String noun) {
    String budget =
        contest.sameBudget()
            ? "At an equal training budget "
            : "With the training that each setting was given, which differs, ";
    return budget + verdict(contest, gap, noun) + ".";
  }

  private static String verdict(Contest contest, SettingGap gap, String noun) {
    Setting tuned = contest.tuned().setting();
    Setting random = contest.random().setting();
    String a = SettingWords.noun(tuned);
    String b = SettingWords.noun(random);
    if (!gap.clear()) {
      return "%s and %s are not clearly apart: %s is %s points of %s %s on average (%s)"
          .formatted(
              a,
              b,
              a,
              Figures.points(Math.abs(gap.difference())),
              noun,
              gap.difference() < 0 ? "below" : "above",
              evidence(gap, 1));
    }
    return gap.difference() > 0
        ? "%s beat %s by %s points of %s (%s); longer training usually narrows such a gap"
            .formatted(a, b, Figures.points(gap.difference()), noun, evidence(gap, 1))
        : "%s beat %s by %s points of %s (%s)"
            .formatted(b, a, Figures.points(-gap.difference()), noun, evidence(gap, -1));
  }

  private static String evidence(SettingGap gap, int sign) {
    var interval = gap.interval95();
    String range =
        interval == null
            ? "no interval from " + Figures.count(gap.datasets(), "data set")
            : "95 %% interval over %s %s to %s"
                .formatted(
                    Figures.count(gap.datasets(), "data set"),
                    Figures.points(sign > 0 ? interval.low() : -interval.high()),
                    Figures.points(sign > 0 ? interval.high() : -interval.low()));
    int good = sign > 0 ? gap.atLeastAsGood() : gap.pairs() - gap.atLeastAsGood();
    return "%s; %s in %d of %s"
        .formatted(
            range,
            sign > 0 ? "at least as good" : "better",
            good,
            Figures.count(gap.pairs(), "pair") + " of model and data set");
  }
}
