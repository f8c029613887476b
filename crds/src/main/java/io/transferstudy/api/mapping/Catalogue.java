package io.transferstudy.api.mapping;

import io.transferstudy.study.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a worker knows by name: a generated file, so that a manifest can be checked without the
 * engine.
 */
public record Catalogue(
    List<ModelEntry> models, List<DatasetEntry> datasets, List<TaskEntry> tasks) {

  public Catalogue {
    models = List.copyOf(models);
    datasets = List.copyOf(datasets);
    tasks = List.copyOf(tasks);
  }

  /**
   * An architecture.
   *
   * @param imageSize input height and width in pixels that it was made for
   * @param widthMultiplier whether its width can be scaled
   * @param features length of its penultimate feature vector at width 1
   * @param parameters without the classifier's, at width 1
   * @param featuresFrom where they are taken, in words
   * @param mean of its input, x = (p / 255 - mean) / std, one number per channel
   * @param std likewise
   * @param sourceAccuracy published ImageNet top-1 of its public checkpoint, at width 1 and {@code
   *     imageSize}, or null
   * @param retrainedAccuracy likewise of the weights that the paper's version of 2019 trained
   */
  public record ModelEntry(
      String name,
      int imageSize,
      boolean widthMultiplier,
      int features,
      long parameters,
      String featuresFrom,
      List<Double> mean,
      List<Double> std,
      @Nullable Double sourceAccuracy,
      @Nullable Double retrainedAccuracy) {

    public ModelEntry {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  /** A data set as its official archive unpacks. */
  public record DatasetEntry(String name, int classes) {}

  /**
   * Images that the worker draws.
   *
   * @param train images where a manifest does not say
   * @param test images where a manifest does not say
   */
  public record TaskEntry(String name, int train, int test, int classes) {}

  /** The one that this version of the worker was built with. */
  public static Catalogue shipped() {
    try (InputStream in = Catalogue.class.getResourceAsStream("/catalogue.json")) {
      if (in == null) {
        throw new IllegalStateException("catalogue.json is missing from this build");
      }
      return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Catalogue.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<ModelEntry> model(String name) {
    return models.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  Optional<DatasetEntry> dataset(String name) {
    return datasets.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  Optional<TaskEntry> task(String name) {
    return tasks.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
