package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.gate.GoldenOutputs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The digest of everything that determines a result, so that equal keys mean equal results,
 * whatever the study, its names and its executor.
 */
final class ResultKey {
  /**
   * Raised by hand when a change of this code changes results. 2: images are turned upright as EXIF
   * says, and large JPEGs are decoded at a smaller size.
   *
   * <p>Which JPEG decoder was found is told in the provenance and is no part of a key, like the
   * device and the number of threads. At full size they give the same pixels; where one of them
   * reduces, the difference is bounded ({@code docs/reference/images.md}). With it in the key, a
   * study would be computed twice where one machine has the library and another one has not.
   */
  static final int NUMERICS_VERSION = 2;

  private ResultKey() {}

  /**
   * @param stage what is done; the names that a study gave to things do not enter
   * @param seed of the request
   * @param dataset its contents and its splits enter
   * @param weightsDigest SHA-256 of the weights file, or empty for random initialisation
   * @param microBatchDivisor enters where it is more than 1: batch normalisation sees parts then
   */
  static String of(
      Stage stage, long seed, LoadedDataset dataset, String weightsDigest, int microBatchDivisor) {
    var parts = new TreeMap<String, Object>();
    parts.put("seed", seed);
    parts.put("data", dataset.digest());
    parts.put("train", names(dataset.train()));
    parts.put("validation", names(dataset.validation()));
    parts.put("flip", dataset.flip());
    parts.put("weights", weightsDigest);
    if (microBatchDivisor > 1) {
      parts.put("microBatchDivisor", microBatchDivisor);
    }
    switch (stage) {
      case Stage.Prepare _, Stage.Gate _, Stage.Check _ ->
          throw new IllegalArgumentException("has no data set: " + stage);
      case Stage.Pretrain(var model, var source, var recipe) -> {
        network(parts, model);
        parts.put("stage", "pretrain");
        parts.put("resize", source.dataset().resize());
        parts.put("recipe", recipe);
      }
      case Stage.FixedFeatures(var model, _, var declared, var setting) -> {
        network(parts, model);
        parts.put("stage", "fixed-features");
        parts.put("resize", declared.dataset().resize());
        metric(parts, declared.dataset());
        parts.put("l2Values", setting.l2Values());
      }
      case Stage.Training(var model, _, var declared, var setting) -> {
        network(parts, model);
        parts.put("stage", "training");
        parts.put("resize", declared.dataset().resize());
        metric(parts, declared.dataset());
        parts.put("recipe", setting.recipe());
      }
    }
    return digest(parts);
  }

  /**
   * The key of a packed data set.
   *
   * @param files what its files look like from outside
   */
  static String ofPreparation(Dataset dataset, List<String> files) {
    var parts = new TreeMap<String, Object>();
    parts.put("numericsVersion", NUMERICS_VERSION);
    parts.put("stage", "prepare");
    parts.put("source", dataset.source());
    if (dataset.skipping() != null) {
      parts.put("skipping", dataset.skipping());
    }
    parts.put("files", files);
    return digest(parts);
  }

  /**
   * The key of a check of weights.
   *
   * @param weightsDigest SHA-256 of the weights file, or empty if there is none
   * @param golden what is known of them, or null
   */
  static String ofGate(Model model, String weightsDigest, @Nullable GoldenOutputs golden) {
    var parts = new TreeMap<String, Object>();
    network(parts, model);
    parts.put("stage", "gate");
    parts.put("weights", weightsDigest);
    parts.put("golden", golden == null ? "" : golden);
    return digest(parts);
  }

  /** The key of a check by hand: no two are the same, because speed is measured. */
  static String ofCheck(Stage.Check stage, long started) {
    var parts = new TreeMap<String, Object>();
    network(parts, stage.model());
    parts.put("stage", "check");
    parts.put("started", started);
    return digest(parts);
  }

  /** The key of extracted features, which depend on neither split nor seed. */
  static String ofFeatures(Stage.FixedFeatures stage, String imagesDigest, String weightsDigest) {
    var parts = new TreeMap<String, Object>();
    network(parts, stage.model());
    parts.put("stage", "features");
    parts.put("data", imagesDigest);
    parts.put("weights", weightsDigest);
    parts.put("resize", stage.data().dataset().resize());
    return digest(parts);
  }

  /** Hyper-parameters are chosen by it. Top-1 enters no key: there was nothing else once. */
  private static void metric(Map<String, Object> parts, Dataset declared) {
    if (declared.scoredBy() != Metric.TOP_1) {
      parts.put("metric", declared.scoredBy());
    }
  }

  private static List<String> names(List<Example> examples) {
    return examples.stream().map(Example::name).toList();
  }

  private static void network(Map<String, Object> parts, Model model) {
    parts.put("numericsVersion", NUMERICS_VERSION);
    parts.put("architecture", model.architecture());
    parts.put("widthMultiplier", model.widthMultiplier());
    parts.put("imageSize", model.imageSize());
    parts.put("precision", "float32");
    if (model.source() instanceof ModelSource.TorchScript own) {
      parts.put("mean", own.mean());
      parts.put("std", own.std());
      parts.put("featureWidth", own.featureWidth());
    }
  }

  private static String digest(Map<String, Object> parts) {
    byte[] json = Json.write(parts).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256().digest(json));
  }

  /** The digest that keys are made of. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
