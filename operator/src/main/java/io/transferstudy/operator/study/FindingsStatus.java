package io.transferstudy.operator.study;

import io.transferstudy.api.v1alpha1.LeaderboardRow;
import io.transferstudy.api.v1alpha1.SettingStatus;
import io.transferstudy.study.findings.Correlation;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.findings.Interval;
import io.transferstudy.study.findings.Leaderboard.Ranked;
import io.transferstudy.study.findings.Score;
import io.transferstudy.study.findings.SettingFindings;
import io.transferstudy.study.work.Outcome;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was found, as status has it. */
final class FindingsStatus {
  private static final int LONGEST_LEADERBOARD = 10;
  private static final MathContext DIGITS = new MathContext(6); // more is noise and changes bytes

  private FindingsStatus() {}

  /** The best model and its setting, if any model is ranked. */
  static Optional<String> best(Findings findings) {
    record Best(String setting, Ranked ranked) {}
    return findings.settings().stream()
        .flatMap(setting ->
            setting.leaderboard().best().stream()
                .map(ranked -> new Best(setting.setting().name(), ranked)))
        .max(Comparator.comparingDouble(best -> best.ranked().meanLogOdds()))
        .map(best -> best.ranked().model() + ", " + best.setting());
  }

  static List<SettingStatus> settings(Findings findings) {
    return findings.settings().stream().map(FindingsStatus::setting).toList();
  }

  private static SettingStatus setting(SettingFindings found) {
    Optional<Ranked> best = found.leaderboard().best();
    var measured = found.correlation() instanceof Correlation.Measured m ? m : null;
    Interval interval = measured == null ? null : measured.pearson().interval95();
    return new SettingStatus(
        found.setting().name(),
        best.map(Ranked::model).orElse(null),
        best.map(ranked -> rounded(ranked.meanLogOdds())).orElse(null),
        measured == null ? null : rounded(measured.pearson().r()),
        measured == null ? null : rounded(measured.pearson().r2()),
        interval == null ? null : rounded(interval.low()),
        interval == null ? null : rounded(interval.high()),
        measured == null ? null : measured.pearson().n(),
        found.leaderboard().ranked().stream()
            .limit(LONGEST_LEADERBOARD)
            .map(ranked -> row(found, ranked))
            .toList());
  }

  private static LeaderboardRow row(SettingFindings found, Ranked ranked) {
    return new LeaderboardRow(
        ranked.model(),
        rounded(ranked.meanLogOdds()),
        rounded(meanAccuracy(found, ranked.model())),
        found.leaderboard().commonDatasets().size());
  }

  /** Plain mean over the data sets that the leaderboard is over; NaN if there is none. */
  static double meanAccuracy(SettingFindings found, String model) {
    return found.leaderboard().commonDatasets().stream()
        .flatMap(dataset -> found.scores().at(model, dataset).stream())
        .mapToDouble(mean -> mean.value())
        .average()
        .orElse(Double.NaN);
  }

  /** To four digits. */
  static double score(Outcome.Success result) {
    return Math.round(10_000 * Score.of(result).value()) / 10_000.0;
  }

  private static @Nullable Double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : null;
  }
}
