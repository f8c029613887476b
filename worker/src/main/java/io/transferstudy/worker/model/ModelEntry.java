package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.NetworkGraph;

/**
 * An architecture of the catalogue. Its features are what its classifier sees.
 *
 * @param name an RFC 1123 label
 * @param imageSize height and width it was designed for, in pixels
 * @param preprocessing what it expects of its input
 * @param sourceClasses how many classes its published weights tell apart
 * @param imagenetTop1 at width 1 and {@code imageSize}
 * @param origin where it comes from
 * @param builder writes the network down
 */
public record ModelEntry(
    String name,
    int imageSize,
    Preprocessing preprocessing,
    int sourceClasses,
    ImagenetTop1 imagenetTop1,
    Origin origin,
    Builder builder) {

  private static final int IMAGENET_CLASSES = 1000;

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

  /** Writes a network of one width down. */
  @FunctionalInterface
  interface OneWidth {
    NetworkGraph build(int classes, int imageSize);
  }

  /** A network for ImageNet's 1000 classes. */
  static ModelEntry imagenet(
      String name,
      int imageSize,
      Preprocessing preprocessing,
      ImagenetTop1 top1,
      Origin origin,
      Builder builder) {
    return new ModelEntry(name, imageSize, preprocessing, IMAGENET_CLASSES, top1, origin, builder);
  }

  /** The builder of a family that has no width multiplier. */
  static Builder unscaled(OneWidth builder) {
    return (classes, width, size) -> {
      if (width != 1) {
        throw new IllegalArgumentException(
            "this family has no width multiplier: it must be 1, got " + width);
      }
      return builder.build(classes, size);
    };
  }

  /** The network as published, for that many classes. */
  public NetworkGraph network(int classes) {
    return network(classes, 1, imageSize);
  }

  /** The network at another width or image size. */
  public NetworkGraph network(int classes, double widthMultiplier, int size) {
    return builder.build(classes, widthMultiplier, size);
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
