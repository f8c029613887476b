package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.LabelledImage;
import io.transferstudy.worker.image.Picture;

/**
 * An image of a data set.
 *
 * @param name unique in the data set, such as {@code accordion/image_0001.jpg}; the same wherever
 *     the data set lies
 * @param labels its class or classes
 * @param pixels where they come from
 */
public record Example(String name, Labels labels, Pixels pixels) implements LabelledImage {
  /** An image of one class. */
  public Example(String name, int label, Pixels pixels) {
    this(name, Labels.of(label), pixels);
  }

  @Override
  public int label() {
    return switch (labels) {
      case Labels.One(int only) -> only;
      case Labels.Several _ -> SEVERAL;
    };
  }

  @Override
  public Image image() {
    return pixels.image();
  }

  @Override
  public Picture picture() {
    return pixels.picture();
  }
}
