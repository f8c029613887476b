package io.transferstudy.worker.pack;

import io.transferstudy.worker.dataset.Pixels;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image that was read whole and looked at.
 *
 * @param path that it came under
 * @param content its bytes, or its pixels; empty if it cannot be used
 * @param width in pixels if they are pixels, else 0
 * @param height likewise
 * @param sha256 of the content
 * @param problem why it cannot be used; null if it can
 */
record Inspected(
    String path, byte[] content, int width, int height, byte[] sha256, @Nullable String problem) {

  /** Decodes an encoded image, to see whether that can be done. */
  static Inspected encoded(String path, byte[] content) {
    String problem = null;
    try {
      ImageDecoder.decode(content, Path.of(path));
    } catch (BadDataException e) {
      problem = e.getMessage();
    }
    byte[] kept = problem == null ? content : new byte[0];
    return new Inspected(path, kept, 0, 0, Pixels.sha256(kept), problem);
  }

  /** Pixels need no look. */
  static Inspected raw(String name, Image image) {
    byte[] rgb = image.rgb();
    return new Inspected(name, rgb, image.width(), image.height(), Pixels.sha256(rgb), null);
  }

  PackedImage row(long offset) {
    return new PackedImage(
        offset,
        content.length,
        PackedImage.crc(content),
        width,
        height,
        PackedImage.hash(path),
        sha256);
  }
}
