package io.transferstudy.study.work;

import org.jspecify.annotations.Nullable;

/**
 * What a gate or a check found, the {@code check.json} among its artifacts.
 *
 * @param outputs generated images that were evaluated
 * @param known whether the right answers to them are known
 * @param largestDifference from the right logits, in standard deviations of an image's logits; of
 *     features where the network has no classifier
 * @param knownFile the weights file's name in the catalogue, which knows public files by their
 *     digests; null if it is not there
 * @param speed null if not measured
 * @param recognition of labelled images; null if there were none
 */
public record CheckedWeights(
    int outputs,
    boolean known,
    double largestDifference,
    @Nullable String knownFile,
    @Nullable Speed speed,
    @Nullable Recognition recognition) {
  /** The file's name. */
  public static final String FILE = "check.json";

  /**
   * Of the network alone, without images to read, in batches of 16.
   *
   * @param loadSeconds from the weights file to the network
   * @param evaluation images a second
   * @param training images a second: forward, backward and update; null where nothing is trained
   */
  public record Speed(double loadSeconds, double evaluation, @Nullable Double training) {}

  /**
   * @param images that were looked at
   * @param top1 whose class came first
   * @param top5 whose class was among the first five
   * @param imagesPerSecond with reading, decoding and resizing
   */
  public record Recognition(int images, int top1, int top5, double imagesPerSecond) {}
}
