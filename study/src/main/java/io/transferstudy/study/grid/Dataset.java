package io.transferstudy.study.grid;

import org.jspecify.annotations.Nullable;

/**
 * One column of the grid.
 *
 * @param name unique in the study, an RFC 1123 label
 * @param source where images and labels come from
 * @param resize how images become the network's square input in evaluation
 * @param validationFraction part of the training images held out to choose hyper-parameters, by
 *     class, where the data set brings no validation images of its own; in (0, 1)
 * @param maxClasses use only the first so many classes by name; null for all
 * @param metric what it is scored by; null for top-1, so that what was written before there were
 *     others reads and digests as it did
 * @param skipping whether images that cannot be used are left out; null if they stop it
 */
public record Dataset(
    String name,
    DatasetSource source,
    Resize resize,
    double validationFraction,
    @Nullable Integer maxClasses,
    @Nullable Metric metric,
    @Nullable Skipping skipping) {

  /** Held out of the training images where a manifest does not say otherwise. */
  public static final double DEFAULT_VALIDATION_FRACTION = 0.2;

  public Dataset {
    Label.require("dataset", name);
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw new IllegalArgumentException(
          "validationFraction must lie between 0 and 1, got " + validationFraction);
    }
    metric = metric == Metric.TOP_1 ? null : metric;
  }

  /** One that is scored by top-1. */
  public Dataset(
      String name,
      DatasetSource source,
      Resize resize,
      double validationFraction,
      @Nullable Integer maxClasses) {
    this(name, source, resize, validationFraction, maxClasses, null, null);
  }

  /** One that an image stops that cannot be used. */
  public Dataset(
      String name,
      DatasetSource source,
      Resize resize,
      double validationFraction,
      @Nullable Integer maxClasses,
      @Nullable Metric metric) {
    this(name, source, resize, validationFraction, maxClasses, metric, null);
  }

  /** What it is scored by. */
  public Metric scoredBy() {
    return metric == null ? Metric.TOP_1 : metric;
  }
}
