package io.transferstudy.study.grid;

import java.util.List;

/**
 * How a network is trained: SGD with Nesterov momentum 0.9 under a cosine schedule (Kornblith et
 * al. 2019, section 3), with the hyper-parameter points that the search tries.
 *
 * @param length how long
 * @param batchSize examples per step
 * @param learningRates peak learning rates of the search grid
 * @param weightDecays weight decays of the search grid, added to the gradient as in PyTorch's SGD
 * @param decayNormAndBias whether weight decay also acts on batch norm and biases
 * @param warmupFraction part of all steps over which the learning rate rises linearly, in [0, 1)
 * @param crop the random crop of a training image; flips are the data set's
 */
public record Recipe(
    Length length,
    int batchSize,
    List<Double> learningRates,
    List<Double> weightDecays,
    boolean decayNormAndBias,
    double warmupFraction,
    Crop crop) {

  /** Momentum of every run. */
  public static final double MOMENTUM = 0.9;

  public Recipe {
    learningRates = List.copyOf(learningRates);
    weightDecays = List.copyOf(weightDecays);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be positive, got " + batchSize);
    }
    if (learningRates.isEmpty() || weightDecays.isEmpty()) {
      throw new IllegalArgumentException(
          "the search grid needs a learning rate and a weight decay");
    }
  }

  /** The points of the search grid, learning rates outermost. */
  public List<Point> points() {
    return learningRates.stream()
        .flatMap(lr -> weightDecays.stream().map(wd -> new Point(lr, wd)))
        .toList();
  }

  /** One hyper-parameter point. */
  public record Point(double learningRate, double weightDecay) {}

  /** How long a run is. */
  public sealed interface Length {
    /** A number of updates, whatever the size of the data set. */
    record Steps(int count) implements Length {}

    /** A number of passes over the training images. */
    record Epochs(int count) implements Length {}
  }

  /** The random crop of training images. */
  public sealed interface Crop {
    /** Area and aspect ratio drawn at random, then resized (Szegedy et al. 2015). */
    record RandomResized(double minArea) implements Crop {}

    /** Zero-padded by so many pixels on each side, then cut at a random offset. */
    record Shift(int padding) implements Crop {}
  }
}
