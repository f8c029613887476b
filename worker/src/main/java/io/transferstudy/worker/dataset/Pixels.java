package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import java.nio.file.Path;

/** Where an example's pixels come from. */
sealed interface Pixels {

  /** The image in full size. */
  Image image();

  /** The content that identifies it: a file's bytes, or the pixels themselves. */
  byte[] content();

  /** An encoded file. */
  record Encoded(Path file) implements Pixels {
    @Override
    public Image image() {
      return ImageDecoder.decode(file);
    }

    @Override
    public byte[] content() {
      return ImageDecoder.bytes(file);
    }
  }

  /** Pixels in memory. */
  record Raw(Image image) implements Pixels {
    @Override
    public byte[] content() {
      return image.rgb();
    }
  }
}
