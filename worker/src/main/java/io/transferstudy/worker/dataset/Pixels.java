package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import io.transferstudy.worker.image.Picture;
import java.nio.file.Path;

/** Where an example's pixels come from. */
public interface Pixels {

  /** The image in full size. */
  Image image();

  /** The same, read but not decoded. */
  default Picture picture() {
    return Picture.of(image());
  }

  /** The content that identifies it: a file's bytes, or the pixels themselves. */
  byte[] content();

  /** SHA-256 of {@link #content}; a store that knows it need not read it again. */
  default byte[] sha256() {
    return sha256(content());
  }

  /** SHA-256 of a content. */
  static byte[] sha256(byte[] content) {
    return ContentDigest.sha256(content);
  }

  /**
   * An encoded file. A million of them must fit into memory, so that they share their folders.
   *
   * @param name of the file in the folder
   */
  record Encoded(Path folder, String name) implements Pixels {
    Path file() {
      return folder.resolve(name);
    }

    @Override
    public Image image() {
      return ImageDecoder.decode(file());
    }

    @Override
    public Picture picture() {
      return ImageDecoder.open(file());
    }

    @Override
    public byte[] content() {
      return ImageDecoder.bytes(file());
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
