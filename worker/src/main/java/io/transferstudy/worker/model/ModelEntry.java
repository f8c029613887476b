package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.NetworkGraph;
import java.util.OptionalDouble;

/**
 * An architecture of the catalogue.
 *
 * @param name an RFC 1123 label
 * @param imageSize height and width it was designed for, in pixels
 * @param preprocessing what it expects of its input
 * @param sourceClasses how many classes its published weights tell apart
 * @param imagenetTop1 published top-1 accuracy on ImageNet as a fraction, at width 1 and {@code
 *     imageSize}, if there is one
 * @param builder writes the network down
 */
public record ModelEntry(
    String name,
    int imageSize,
    Preprocessing preprocessing,
    int sourceClasses,
    OptionalDouble imagenetTop1,
    Builder builder) {

  /** Writes a network down. */
  @FunctionalInterface
  public interface Builder {
    /**
     * Writes the network down for that many classes, width and image size.
     *
     * @param classes the length of the logits
     * @param widthMultiplier scales the channels of families that have one; 1 is the published
     *     width
     * @param imageSize height and width of the input in pixels
     * @throws IllegalArgumentException if the image is too small or the width does not apply
     */
    NetworkGraph build(int classes, double widthMultiplier, int imageSize);
  }

  /** The network as published, for that many classes. */
  public NetworkGraph network(int classes) {
    return network(classes, 1, imageSize);
  }

  /** The network at another width or image size. */
  public NetworkGraph network(int classes, double widthMultiplier, int size) {
    return builder.build(classes, widthMultiplier, size);
  }

  /** The published top-1 accuracy at that width and image size, if there is one. */
  public OptionalDouble imagenetTop1(double widthMultiplier, int size) {
    return widthMultiplier == 1 && size == imageSize ? imagenetTop1 : OptionalDouble.empty();
  }

  /** The length of one example's features. */
  public int featureWidth() {
    return network(sourceClasses).features();
  }

  /** Trained values, the classifier for {@link #sourceClasses} included. */
  public long parameterCount() {
    return network(sourceClasses).parameterCount();
  }
}
