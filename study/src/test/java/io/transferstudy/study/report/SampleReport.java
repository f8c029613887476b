package io.transferstudy.study.report;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome.Success;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Reports on made-up studies with seeded numbers, to be looked at and tested. */
final class SampleReport {
  static final Instant WHEN = Instant.parse("2026-11-24T09:30:00Z");
  private static final Map<String, Double> QUALITY = new LinkedHashMap<>();

  static {
    QUALITY.put("lenet", -0.6);
    QUALITY.put("alexnet", -0.2);
    QUALITY.put("vgg", -0.1);
    QUALITY.put("mobile-025", -0.5);
    QUALITY.put("mobile-050", 0.1);
    QUALITY.put("resnet-8", 0.9);
    QUALITY.put("inception", 0.95);
  }

  private static final Map<String, Double> EASE =
      Map.of("textures", 0.2, "silhouettes", 0.5, "glyphs", 0.0, "counting", -0.4);

  private SampleReport() {}

  static StudyReport finished() {
    return report("quickstart", study(), 1.0, Map.of());
  }

  static StudyReport underWay() {
    var diverged =
        new Failure(
            Failure.Kind.DIVERGED,
            "the loss was no longer finite at step 41 with learning rate 0.3; lower learningRates");
    var bad =
        new Failure(
            Failure.Kind.BAD_DATA,
            "glyphs/train/<b>\"07\"</b>/000123.png: truncated after 1,024 of 2,110 bytes");
    return report(
        "under-way",
        study(),
        0.8,
        Map.of(
            new CellId("lenet", "glyphs", "fixed-features", 1), bad,
            new CellId("lenet", "textures", "fine-tuned", 1), diverged,
            new CellId("vgg", "textures", "fine-tuned", 1), diverged));
  }

  static StudyReport nothing() {
    var study = study();
    var cells =
        study.grid().cells().stream()
            .map(cell -> new CellProgress(cell, Phase.PENDING, 0, null, null))
            .toList();
    return StudyReport.of(study, new Progress(cells, Map.of()), Map.of(), WHEN, Map.of());
  }

  /** Sixteen models by twelve data sets with long names, as large as the paper's. */
  static StudyReport large() {
    var models = new LinkedHashMap<String, Double>();
    var random = new SplittableRandom(5);
    for (int i = 0; i < 16; i++) {
      models.put("inception-resnet-v2-variant-" + (char) ('a' + i), random.nextDouble(-0.3, 1.2));
    }
    var study =
        Studies.pretrained(
            1,
            List.copyOf(models.keySet()),
            "food-101",
            "cifar-10",
            "cifar-100",
            "birdsnap",
            "sun397",
            "stanford-cars",
            "fgvc-aircraft",
            "voc-2007",
            "dtd",
            "oxford-iiit-pets",
            "caltech-101",
            "flowers-102");
    return report("kornblith-2019", study, 1.0, Map.of(), models);
  }

  static Study study() {
    return Studies.pretrained(
        1, List.copyOf(QUALITY.keySet()), "textures", "silhouettes", "glyphs", "counting");
  }

  private static StudyReport report(
      String name, Study study, double finished, Map<CellId, Failure> failures) {
    return report(name, study, finished, failures, QUALITY);
  }

  private static StudyReport report(
      String name,
      Study study,
      double finished,
      Map<CellId, Failure> failures,
      Map<String, Double> quality) {
    var random = new SplittableRandom(3);
    var wanted = study.grid().cells();
    var cells =
        wanted.stream()
            .map(cell -> {
              var failure = failures.get(cell);
              int index = wanted.indexOf(cell);
              double logOdds = logOdds(cell, quality, random);
              if (failure != null) {
                return new CellProgress(cell, Phase.FAILED, 1, null, failure);
              }
              if (index >= finished * wanted.size()) {
                boolean next = index < finished * wanted.size() + 2;
                return new CellProgress(
                    cell, next ? Phase.RUNNING : Phase.PENDING, next ? 1 : 0, null, null);
              }
              return new CellProgress(
                  cell, Phase.SUCCEEDED, 1, success(logOdds, 500, random), null);
            })
            .toList();
    var pretrained = new LinkedHashMap<String, Success>();
    quality.forEach((model, q) -> pretrained.put(model, success(0.3 + 1.1 * q, 1_000, random)));
    var provenance = new LinkedHashMap<String, String>();
    provenance.put("transfer-study", "0.1.0");
    provenance.put("Java", "25");
    provenance.put("PyTorch", "2.7.1 (CPU)");
    provenance.put("numerics version", "1");
    provenance.put("manifest", "examples/quickstart.yaml");
    return StudyReport.of(
        new Study(name, study.grid(), study.limits()),
        new Progress(cells, pretrained),
        Map.of(),
        WHEN,
        provenance);
  }

  private static double logOdds(CellId cell, Map<String, Double> quality, SplittableRandom random) {
    double q = quality.get(cell.model());
    double setting =
        switch (cell.setting()) {
          case "fixed-features" -> 0.55 * q;
          case "fine-tuned" -> 0.9 + 0.7 * q;
          default -> -0.4 + 0.6 * q;
        };
    double ease = EASE.getOrDefault(cell.dataset(), (cell.dataset().hashCode() % 100) / 70.0);
    return setting + ease + random.nextDouble(-0.35, 0.35);
  }

  private static Success success(double logOdds, int images, SplittableRandom random) {
    int correct = (int) Math.round(images / (1 + Math.exp(-logOdds)));
    return new Success(
        "0".repeat(64),
        correct,
        images,
        null,
        null,
        random.nextDouble(0.5, 6),
        "cpu",
        false,
        "artifacts",
        null);
  }
}
