package io.transferstudy.operator.study;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.transferstudy.api.v1alpha1.DatasetStatus;
import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.SettingStatus;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.event.ShortText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a study's status below 64 KiB: what can be read elsewhere goes first, then texts are cut.
 * Records of what ran are never dropped.
 */
final class StatusBudget {
  /** Of the status as JSON. */
  static final int MOST_BYTES = 64 * 1024;

  private static final int SHORT = 120;
  private static final int MEDIUM = 1_000;
  private static final int FEW = 3; // rows of a leaderboard

  private static final List<UnaryOperator<TransferStudyStatus>> CUTS =
      List.of(
          status -> with(status, status.conditions(), SharedRecords.of(status), status.settings()),
          status -> with(status, status.conditions(), shorter(status), status.settings()),
          status ->
              with(
                  status,
                  shorter(status.conditions(), MEDIUM),
                  SharedRecords.of(status),
                  leaders(status.settings(), FEW)),
          status ->
              with(
                  status,
                  shorter(status.conditions(), SHORT),
                  SharedRecords.of(status),
                  leaders(status.settings(), 0)));

  private StatusBudget() {}

  /** The status, cut as far as it must be. */
  static TransferStudyStatus fit(TransferStudyStatus status) {
    return Stream.iterate(0, i -> i + 1)
        .limit(CUTS.size() + 1L)
        .map(cuts -> cut(status, cuts))
        .filter(each -> bytes(each) < MOST_BYTES)
        .findFirst()
        .orElseGet(() -> cut(status, CUTS.size()));
  }

  private static TransferStudyStatus cut(TransferStudyStatus status, int cuts) {
    TransferStudyStatus shortened = status;
    for (var cut : CUTS.subList(0, cuts)) {
      shortened = cut.apply(shortened);
    }
    return shortened;
  }

  static int bytes(TransferStudyStatus status) {
    return Serialization.asJson(status).getBytes(StandardCharsets.UTF_8).length;
  }

  private static TransferStudyStatus with(
      TransferStudyStatus status,
      @Nullable List<StudyCondition> conditions,
      SharedRecords shared,
      @Nullable List<SettingStatus> settings) {
    return new TransferStudyStatus(
        status.observedGeneration(),
        status.state(),
        conditions,
        status.counts(),
        status.progress(),
        status.best(),
        shared.pretrainedOrNull(),
        shared.gatesOrNull(),
        shared.preparedOrNull(),
        settings,
        null,
        status.claimName(),
        status.gpuHoursUsed(),
        status.gpuHoursExpected(),
        status.eta());
  }

  private static @Nullable List<SettingStatus> leaders(
      @Nullable List<SettingStatus> settings, int rows) {
    return settings == null
        ? null
        : settings.stream()
            .map(s ->
                new SettingStatus(
                    s.name(),
                    s.bestModel(),
                    s.meanLogOdds(),
                    s.correlation(),
                    s.r2(),
                    s.low(),
                    s.high(),
                    s.models(),
                    s.leaderboard() == null ? null : s.leaderboard().stream().limit(rows).toList()))
            .toList();
  }

  private static @Nullable List<StudyCondition> shorter(
      @Nullable List<StudyCondition> conditions, int length) {
    return conditions == null
        ? null
        : conditions.stream()
            .map(c ->
                new StudyCondition(
                    c.type(),
                    c.status(),
                    c.reason(),
                    cut(c.message(), length),
                    c.lastTransitionTime(),
                    c.observedGeneration()))
            .toList();
  }

  private static SharedRecords shorter(TransferStudyStatus status) {
    var shared = SharedRecords.of(status);
    return new SharedRecords(
        shorter(shared.pretrained()),
        shorter(shared.gates()),
        shared.prepared().stream().map(StatusBudget::shorter).toList());
  }

  private static DatasetStatus shorter(DatasetStatus p) {
    return new DatasetStatus(
        p.dataset(),
        p.definition(),
        p.phase(),
        p.attempt(),
        p.freeAttempts(),
        p.reason(),
        cut(p.message(), SHORT),
        p.images(),
        p.found(),
        p.seconds(),
        p.resultKey(),
        p.artifacts(),
        p.startedAt(),
        p.finishedAt(),
        p.jobName(),
        p.outOfMemoryAttempts(),
        p.failedNodes());
  }

  private static List<ModelStatus> shorter(List<ModelStatus> models) {
    return models.stream()
        .map(p ->
            new ModelStatus(
                p.model(),
                p.definition(),
                p.phase(),
                p.attempt(),
                p.freeAttempts(),
                p.reason(),
                cut(p.message(), SHORT),
                p.correct(),
                p.total(),
                p.seconds(),
                p.device(),
                p.resultKey(),
                p.artifacts(),
                p.weightsSha256(),
                p.startedAt(),
                p.finishedAt(),
                p.jobName(),
                p.outOfMemoryAttempts(),
                p.failedNodes(),
                p.gpuSeconds()))
        .toList();
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null ? null : ShortText.of(text, length);
  }
}
