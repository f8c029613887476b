package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.LabelledImage;

/**
 * An image of a data set.
 *
 * @param name unique in the data set, such as {@code accordion/image_0001.jpg}; the same wherever
 *     the data set lies
 * @param label the index of its class
 * @param pixels where they come from
 */
public record Example(String name, int label, Pixels pixels) implements LabelledImage {
  @Override
  public Image image() {
    return pixels.image();
  }
}
