package io.transferstudy.api.mapping;

import io.transferstudy.api.v1alpha1.SettingSpec;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.api.v1alpha1.WorkerSpec;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Label;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Scheduling;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.protocol.Preset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps a manifest to a study: every default is applied here, every rule is checked here. */
public final class StudyMapping {
  /** More would not fit the status or anybody's patience. */
  static final int MOST_CELLS = 10_000;

  private static final int ATTEMPTS = 3;
  private static final long LONGEST_DEADLINE = 31_536_000; // a year in seconds

  private static final long LONGEST_TTL = 315_360_000; // ten years in seconds
  private static final Violations.Range HOURS = new Violations.Range(0, false, 1e9, true);

  private final Violations violations = new Violations();
  private final TransferStudySpec spec;
  private final Catalogue catalogue;

  private StudyMapping(TransferStudySpec spec, Catalogue catalogue) {
    this.spec = spec;
    this.catalogue = catalogue;
  }

  /**
   * Maps a manifest.
   *
   * @param name {@code metadata.name}
   * @param spec as read
   * @param catalogue names that the worker knows
   * @return the study, or every violation at once
   */
  public static Mapping map(
      @Nullable String name, @Nullable TransferStudySpec spec, Catalogue catalogue) {
    if (spec == null) {
      return new Mapping.Rejected(List.of(new Violation("spec", "is required")));
    }
    return new StudyMapping(spec, catalogue).map(name);
  }

  private Mapping map(@Nullable String name) {
    if (name == null || !Label.isValid(name)) {
      violations.label("metadata.name", name);
    }
    var datasetMapping = new DatasetMapping(catalogue, violations);
    var modelMapping = new ModelMapping(catalogue, violations);
    List<Model> models = axis("spec.models", spec.models(), 100, modelMapping::map);
    List<Dataset> datasets = axis("spec.datasets", spec.datasets(), 100, datasetMapping::map);
    List<Setting> settings = settings();
    List<Long> seeds = seeds();
    violations.unique("spec.models", models.stream().map(Model::name).toList(), ".name");
    violations.unique("spec.datasets", datasets.stream().map(Dataset::name).toList(), ".name");
    violations.unique("spec.settings", settings.stream().map(Setting::name).toList(), ".name");
    violations.unique("spec.seeds", seeds, "");
    needWeights(models, settings);
    new TorchScriptMapping(violations).fitSettings(models, settings);
    oneSourceForAName(models, datasets);
    bound(models, datasets, settings, seeds);
    Study.Limits limits = limits();
    Scheduling scheduling = scheduling();
    return violations.all().isEmpty() && name != null
        ? new Mapping.Accepted(
            new Study(name, new Grid(models, datasets, settings, seeds), limits, scheduling))
        : new Mapping.Rejected(violations.all());
  }

  private <S, T> List<T> axis(
      String path,
      @Nullable List<? extends @Nullable S> specs,
      int most,
      BiFunction<String, S, T> map) {
    if (specs == null) {
      violations.add(path, "is required");
      return List.of();
    }
    if (!violations.size(path, specs, 1, most)) {
      return List.of();
    }
    var mapped = new ArrayList<T>();
    for (int i = 0; i < specs.size(); i++) {
      S entry = specs.get(i);
      String at = path + "[" + i + "]";
      if (entry == null) {
        violations.add(at, "is empty");
      } else {
        mapped.add(map.apply(at, entry));
      }
    }
    return mapped;
  }

  private List<Setting> settings() {
    List<SettingSpec> given = spec.settings();
    return given == null
        ? Stream.of(Preset.values()).map(preset -> preset.named(preset.label())).toList()
        : axis("spec.settings", given, 20, new SettingMapping(violations)::map);
  }

  private List<Long> seeds() {
    return spec.seeds() == null
        ? List.of(1L)
        : axis("spec.seeds", spec.seeds(), 100, (path, seed) -> seed);
  }

  private void needWeights(List<Model> models, List<Setting> settings) {
    String needing =
        settings.stream()
            .filter(Setting::needsWeights)
            .map(setting -> "'" + setting.name() + "'")
            .collect(Collectors.joining(", "));
    for (int i = 0; i < models.size() && !needing.isEmpty(); i++) {
      if (models.get(i).source() instanceof ModelSource.None) {
        violations.add(
            "spec.models[" + i + "]",
            "model '"
                + models.get(i).name()
                + "' needs weights or pretrain for setting "
                + needing);
      }
    }
  }

  /** Data sets are prepared by name. */
  private void oneSourceForAName(List<Model> models, List<Dataset> datasets) {
    var sources = new HashMap<String, DatasetSource>();
    datasets.forEach(dataset -> sources.putIfAbsent(dataset.name(), dataset.source()));
    for (int i = 0; i < models.size(); i++) {
      if (models.get(i).source() instanceof ModelSource.Pretrained(var source, _, _)) {
        DatasetSource known = sources.putIfAbsent(source.name(), source.source());
        if (known != null && !known.equals(source.source())) {
          violations.add(
              "spec.models[" + i + "].pretrain.dataset.name",
              "'" + source.name() + "' is another data set elsewhere in this study; rename one");
        }
      }
    }
  }

  private void bound(
      List<Model> models, List<Dataset> datasets, List<Setting> settings, List<Long> seeds) {
    long cells = (long) models.size() * datasets.size() * settings.size() * seeds.size();
    if (cells > MOST_CELLS) {
      violations.add("spec", cells + " cells are too many; at most " + MOST_CELLS + " in a study");
    }
  }

  private Scheduling scheduling() {
    if (spec.queueName() != null) {
      violations.label("spec.queueName", spec.queueName());
    }
    Long ttl = spec.ttlSecondsAfterFinished();
    if (ttl != null && (ttl < 0 || ttl > LONGEST_TTL)) {
      violations.add(
          "spec.ttlSecondsAfterFinished",
          "must be a whole number from 0 to " + LONGEST_TTL + ", got " + ttl);
    }
    Double gpuHours = null;
    if (spec.budget() != null) {
      if (spec.budget().gpuHours() == null) {
        violations.add("spec.budget.gpuHours", "is required");
      } else {
        gpuHours = violations.number("spec.budget.gpuHours", spec.budget().gpuHours(), 1, HOURS);
      }
    }
    Integer gpus = spec.worker() == null ? null : spec.worker().gpus();
    return new Scheduling(
        spec.mode() == TransferStudySpec.Mode.Estimate
            ? Scheduling.Mode.ESTIMATE
            : Scheduling.Mode.RUN,
        spec.order() == TransferStudySpec.Order.Grid
            ? Scheduling.Order.GRID
            : Scheduling.Order.LONGEST_FIRST,
        gpuHours,
        gpus == null ? 0 : Math.max(0, gpus)); // what is wrong with it the cluster's rules say
  }

  private Study.Limits limits() {
    Long deadline = spec.activeDeadlineSeconds();
    if (deadline != null && (deadline < 1 || deadline > LONGEST_DEADLINE)) {
      violations.add(
          "spec.activeDeadlineSeconds",
          "must be a whole number from 1 to " + LONGEST_DEADLINE + ", got " + deadline);
      deadline = null;
    }
    WorkerSpec worker = spec.worker();
    return new Study.Limits(
        violations.integer("spec.parallelism", spec.parallelism(), 1, 1, 10_000),
        Boolean.TRUE.equals(spec.suspend()),
        violations.integer(
            "spec.retry.attempts",
            spec.retry() == null ? null : spec.retry().attempts(),
            ATTEMPTS,
            1,
            100),
        deadline == null ? null : Duration.ofSeconds(deadline),
        violations.integer(
            "spec.worker.threads", worker == null ? null : worker.threads(), 1, 1, 256));
  }
}
