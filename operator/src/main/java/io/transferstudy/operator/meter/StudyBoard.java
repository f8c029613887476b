package io.transferstudy.operator.meter;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.transferstudy.api.v1alpha1.CellCounts;
import io.transferstudy.api.v1alpha1.LeaderboardRow;
import io.transferstudy.api.v1alpha1.SettingStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.study.findings.Correlation;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.findings.Leaderboard.Ranked;
import io.transferstudy.study.findings.SettingFindings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The last report of every study, as gauges. A study that is gone takes its gauges with it. */
public final class StudyBoard {
  private static final List<String> STATES =
      List.of(
          "Invalid", "Pending", "Running", "Suspended", "Estimated", "BudgetExceeded", "Complete");

  /** A study as last reported. */
  public record Snapshot(
      ResourceID resource, String uid, TransferStudyStatus status, @Nullable Findings findings) {}

  private final Map<String, Snapshot> studies = new ConcurrentHashMap<>();
  private final Map<Meter, MultiGauge> gauges = new EnumMap<>(Meter.class);
  private final Counter succeeded;
  private final Counter failed;
  private Predicate<Snapshot> gone = snapshot -> false;
  private Consumer<String> forget = uid -> {};

  /** A board whose gauges are in {@code registry}. */
  public StudyBoard(MeterRegistry registry) {
    for (Meter meter : Meter.values()) {
      if (meter.kind() == Meter.Kind.GAUGE) {
        gauges.put(
            meter, MultiGauge.builder(meter.id()).description(meter.help()).register(registry));
      }
    }
    succeeded = finished(registry, "succeeded");
    failed = finished(registry, "failed");
  }

  private static Counter finished(MeterRegistry registry, String outcome) {
    Meter meter = Meter.CELLS_FINISHED;
    return Counter.builder(meter.id())
        .description(meter.help())
        .tag(meter.labels().getFirst(), outcome)
        .register(registry);
  }

  /** Says how to know that a study is gone, and whom to tell. */
  public void onGone(Predicate<Snapshot> isGone, Consumer<String> forgetting) {
    gone = isGone;
    forget = forgetting;
  }

  /** Whether any study was looked at and is still there. */
  public boolean hasStudies() {
    return !studies.isEmpty();
  }

  /** Puts up a study's report. */
  public void put(TransferStudy study, TransferStudyStatus status, @Nullable Findings findings) {
    var snapshot =
        new Snapshot(
            ResourceID.fromResource(study), study.getMetadata().getUid(), status, findings);
    Snapshot before = studies.put(snapshot.uid(), snapshot);
    // Of a study that is seen for the first time, what ended earlier was another operator's.
    CellCounts last = before == null ? status.counts() : before.status().counts();
    CellCounts now = status.counts();
    if (last != null && now != null) {
      succeeded.increment(Math.max(0, now.succeeded() - last.succeeded()));
      failed.increment(Math.max(0, now.failed() - last.failed()));
    }
  }

  /** Brings the gauges up to date; called before they are read. */
  public synchronized void refresh() {
    studies.values().stream()
        .filter(gone)
        .toList()
        .forEach(snapshot -> {
          studies.remove(snapshot.uid());
          forget.accept(snapshot.uid());
        });
    var all = List.copyOf(studies.values());
    var byState =
        all.stream().collect(Collectors.groupingBy(StudyBoard::state, Collectors.counting()));
    register(
        Meter.STUDIES,
        STATES.stream()
            .map(state -> row(Meter.STUDIES, byState.getOrDefault(state, 0L), state))
            .toList());
    register(Meter.CELLS, all.stream().flatMap(study -> cells(study).stream()).toList());
    var best = new ArrayList<MultiGauge.Row<?>>();
    var models = new ArrayList<MultiGauge.Row<?>>();
    var correlations = new ArrayList<MultiGauge.Row<?>>();
    for (Snapshot study : all) {
      settings(study, best, models, correlations);
    }
    register(Meter.BEST_SCORE, best);
    register(Meter.MODEL_SCORE, models);
    register(Meter.CORRELATION, correlations);
  }

  private void register(Meter meter, List<? extends MultiGauge.Row<?>> rows) {
    Objects.requireNonNull(gauges.get(meter)).register(List.copyOf(rows), true);
  }

  private static String state(Snapshot study) {
    return String.valueOf(study.status().state());
  }

  private static List<MultiGauge.Row<?>> cells(Snapshot study) {
    CellCounts counts = study.status().counts();
    return counts == null
        ? List.of()
        : List.of(
            cell(study, "pending", counts.pending()),
            cell(study, "running", counts.running()),
            cell(study, "succeeded", counts.succeeded()),
            cell(study, "failed", counts.failed()));
  }

  private static MultiGauge.Row<?> cell(Snapshot study, String state, int count) {
    return row(Meter.CELLS, count, namespace(study), study.resource().getName(), state);
  }

  private static void settings(
      Snapshot study,
      List<MultiGauge.Row<?>> best,
      List<MultiGauge.Row<?>> models,
      List<MultiGauge.Row<?>> correlations) {
    if (study.findings() == null) {
      return;
    }
    String namespace = namespace(study);
    String name = study.resource().getName();
    for (SettingFindings found : study.findings().settings()) {
      String setting = found.setting().name();
      for (Ranked ranked : found.leaderboard().ranked()) {
        models.add(
            row(Meter.MODEL_SCORE, ranked.meanLogOdds(), namespace, name, setting, ranked.model()));
      }
      if (found.correlation() instanceof Correlation.Measured measured) {
        correlations.add(row(Meter.CORRELATION, measured.pearson().r(), namespace, name, setting));
      }
    }
    List<SettingStatus> settings = study.status().settings();
    for (SettingStatus setting : settings == null ? List.<SettingStatus>of() : settings) {
      List<LeaderboardRow> rows = setting.leaderboard();
      if (rows != null
          && !rows.isEmpty()
          && rows.getFirst().meanAccuracy() instanceof Double mean) {
        best.add(row(Meter.BEST_SCORE, mean, namespace, name, setting.name()));
      }
    }
  }

  private static String namespace(Snapshot study) {
    return study.resource().getNamespace().orElse("");
  }

  private static MultiGauge.Row<?> row(Meter meter, Number value, String... labels) {
    var tags = new ArrayList<Tag>();
    for (int i = 0; i < labels.length; i++) {
      tags.add(Tag.of(meter.labels().get(i), labels[i]));
    }
    return MultiGauge.Row.of(Tags.of(tags), value);
  }
}
