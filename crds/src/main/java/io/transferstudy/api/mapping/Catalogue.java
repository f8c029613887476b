package io.transferstudy.api.mapping;

import io.transferstudy.study.grid.Metric;
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
    List<ModelEntry> models,
    List<WeightsEntry> weights,
    List<DatasetEntry> datasets,
    List<TaskEntry> tasks) {

  public Catalogue {
    models = List.copyOf(models);
    weights = List.copyOf(weights);
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
   * @param multiplyAdds of one image of {@code imageSize}, convolutions and linear layers, at width
   *     1, with the classifier for {@code sourceClasses}
   * @param sourceClasses how many classes its published weights tell apart; of a small model, the
   *     quickstart's source task
   * @param featuresFrom where they are taken, in words
   * @param mean of its input, x = (p / 255 - mean) / std, one number per channel
   * @param std likewise
   * @param sourceAccuracy published ImageNet top-1 of its public checkpoint, at width 1 and {@code
   *     imageSize}, or null
   * @param retrainedAccuracy likewise of the weights that the paper's version of 2019 trained
   * @param paper that describes it
   * @param keys the library and its model whose tensor names its weights have, or null
   * @param variant what it is a variant of, or null
   */
  public record ModelEntry(
      String name,
      int imageSize,
      boolean widthMultiplier,
      int features,
      long parameters,
      long multiplyAdds,
      int sourceClasses,
      String featuresFrom,
      List<Double> mean,
      List<Double> std,
      @Nullable Double sourceAccuracy,
      @Nullable Double retrainedAccuracy,
      Paper paper,
      @Nullable String keys,
      @Nullable Variant variant) {
    private static final int IMAGENET_CLASSES = 1000;

    public ModelEntry {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }

    /** Whether it was made for ImageNet; else it is one of the small ones that need no weights. */
    public boolean forImageNet() {
      return sourceClasses == IMAGENET_CLASSES;
    }
  }

  /**
   * A public file of weights, of which the worker knows what its network answers.
   *
   * @param name for people
   * @param sha256 of its bytes, 64 hexadecimal digits
   * @param source where it comes from
   * @param licence of the file
   * @param model the architecture
   * @param imageSize at which its answers are known
   */
  public record WeightsEntry(
      String name,
      String sha256,
      String source,
      String licence,
      String model,
      double widthMultiplier,
      int imageSize) {}

  /**
   * A publication.
   *
   * @param authors as cited
   * @param year of the first version
   * @param reference an arXiv identifier or the venue
   */
  public record Paper(String authors, int year, String title, String reference) {}

  /**
   * Same keys as the model {@code of}, another function: weights of one are wrong in the other.
   *
   * @param difference in words
   */
  public record Variant(String of, String difference) {}

  /**
   * A data set in its official archives, or unpacked from them.
   *
   * @param title as its authors write it
   * @param train images, without those of {@code validation}
   * @param validation images of its own; 0 if they are held out of the training ones
   * @param test images
   * @param metric that its community scores it by
   * @param severalClasses whether an image may show more than one class
   * @param losesImages whether its images lie at addresses that go away, so that some may be
   *     missing
   * @param home the page that offers it
   * @param archives what to download there
   * @param licence of the images, in words
   * @param paper that describes it
   */
  public record DatasetEntry(
      String name,
      String title,
      int classes,
      int train,
      int validation,
      int test,
      Metric metric,
      boolean severalClasses,
      boolean losesImages,
      String home,
      List<ArchiveFile> archives,
      String licence,
      Paper paper) {
    public DatasetEntry {
      archives = List.copyOf(archives);
    }
  }

  /**
   * A file to download.
   *
   * @param md5 as published, or null
   */
  public record ArchiveFile(String name, @Nullable String md5) {}

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

  /** The architecture of that name. */
  public Optional<ModelEntry> model(String name) {
    return models.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** What to say of a name that no architecture has. */
  public String unknownModel(String name) {
    return Nearest.unknown("architecture", name, models.stream().map(ModelEntry::name).toList());
  }

  Optional<WeightsEntry> weights(String sha256) {
    return weights.stream().filter(file -> file.sha256().equalsIgnoreCase(sha256)).findFirst();
  }

  Optional<DatasetEntry> dataset(String name) {
    return datasets.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  Optional<TaskEntry> task(String name) {
    return tasks.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
