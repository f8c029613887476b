package io.transferstudy.worker.model;

import java.util.List;

/**
 * What a model expects of its input: x = (p / 255 - mean) / std per channel, RGB.
 *
 * @param mean one number per channel
 * @param std one number per channel
 */
public record Preprocessing(List<Double> mean, List<Double> std) {
  /** From [0, 1] to [-1, 1]: TensorFlow's networks. */
  static final Preprocessing HALF = uniform(0.5, 0.5);

  /** The mean and standard deviation of ImageNet's pixels: PyTorch's networks. */
  static final Preprocessing IMAGENET =
      new Preprocessing(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException("mean and std have one number per channel");
    }
  }

  static Preprocessing uniform(double mean, double std) {
    return new Preprocessing(List.of(mean, mean, mean), List.of(std, std, std));
  }
}
