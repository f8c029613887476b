package io.transferstudy.worker.image;

import io.transferstudy.study.grid.Resize;

/** How an image becomes the network's square when nothing is random, by bicubic resizing. */
public final class Evaluation {
  /** The part of the shorter side that the usual ImageNet evaluation looks at. */
  private static final double CENTRAL_FRACTION = 0.875;

  private Evaluation() {}

  /** The square of {@code size} pixels. */
  public static Image square(Image image, Resize resize, int size) {
    return switch (resize) {
      case WHOLE -> centre(image, size, size);
      case CENTRAL -> centre(image, (int) Math.floor(size / CENTRAL_FRACTION), size);
      case STRETCH -> Resampler.resize(image, size, size, Filter.BICUBIC);
    };
  }

  /** As torchvision's Resize(shorter) and CenterCrop(size), with its roundings. */
  private static Image centre(Image image, int shorter, int size) {
    boolean tall = image.height() >= image.width();
    int width = tall ? shorter : (int) ((long) shorter * image.width() / image.height());
    int height = tall ? (int) ((long) shorter * image.height() / image.width()) : shorter;
    int x = (int) Math.rint((width - size) / 2.0);
    int y = (int) Math.rint((height - size) / 2.0);
    var window = new Box(x, y, size, size);
    return Resampler.resize(image, Box.all(image), width, height, window, Filter.BICUBIC);
  }
}
