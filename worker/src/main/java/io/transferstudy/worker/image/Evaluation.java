package io.transferstudy.worker.image;

import io.transferstudy.study.grid.Resize;

/** How an image becomes the network's square when nothing is random, by bicubic resizing. */
public final class Evaluation {
  /** The part of the shorter side that the usual ImageNet evaluation looks at. */
  private static final double CENTRAL_FRACTION = 0.875;

  private Evaluation() {}

  /** The square of {@code size} pixels. */
  public static Image square(Picture picture, Resize resize, int size) {
    return switch (resize) {
      case WHOLE -> centre(picture, size, size);
      case CENTRAL -> centre(picture, (int) Math.floor(size / CENTRAL_FRACTION), size);
      case STRETCH -> resize(picture, size, size, Box.size(size, size));
    };
  }

  private static Image resize(Picture picture, int width, int height, Box window) {
    var all = Box.size(picture.width(), picture.height());
    return Resampler.resize(picture, all, width, height, window, Filter.BICUBIC);
  }

  /** As torchvision's Resize(shorter) and CenterCrop(size), with its roundings. */
  private static Image centre(Picture picture, int shorter, int size) {
    boolean tall = picture.height() >= picture.width();
    int width = tall ? shorter : (int) ((long) shorter * picture.width() / picture.height());
    int height = tall ? (int) ((long) shorter * picture.height() / picture.width()) : shorter;
    int x = (int) Math.rint((width - size) / 2.0);
    int y = (int) Math.rint((height - size) / 2.0);
    return resize(picture, width, height, new Box(x, y, size, size));
  }
}
