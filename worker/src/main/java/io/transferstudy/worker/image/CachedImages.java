package io.transferstudy.worker.image;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Examples that keep their decoded images as long as there is room, so that later epochs need not
 * decode them again. Nothing is ever put out: every epoch wants every image once, and an image that
 * makes room for another is missed as often as it is found. Results do not depend on it.
 */
public final class CachedImages {
  private CachedImages() {}

  /**
   * @param examples whose images cost something to get
   * @param size of the network's input: what may be decoded at a smaller size for it is not kept,
   *     because then pixels would depend on the room that there is
   * @param maxBytes of pixels to keep, over all of them
   */
  public static List<LabelledImage> of(
      List<? extends LabelledImage> examples, int size, long maxBytes) {
    var room = new AtomicLong(maxBytes);
    return examples.stream().<LabelledImage>map(e -> new Cached(e, size, room)).toList();
  }

  private static final class Cached implements LabelledImage {
    private final LabelledImage example;
    private final int size;
    private final AtomicLong room;
    private volatile @Nullable Image kept;

    Cached(LabelledImage example, int size, AtomicLong room) {
      this.example = example;
      this.size = size;
      this.room = room;
    }

    @Override
    public int label() {
      return example.label();
    }

    @Override
    public Image image() {
      return picture().decode(Reduction.NONE).image();
    }

    @Override
    public Picture picture() {
      Image known = kept;
      if (known != null) {
        return Picture.of(known);
      }
      Picture picture = example.picture();
      var all = Box.size(picture.width(), picture.height());
      boolean reduced = picture.reducible() && Reduction.of(all, size, size) != Reduction.NONE;
      return reduced ? picture : new Kept(picture, this);
    }

    private void keep(Image image) {
      int bytes = image.rgb().length;
      if (room.addAndGet(-bytes) >= 0) {
        kept = image;
      } else {
        room.addAndGet(bytes);
      }
    }
  }

  /** Kept once it is decoded, in full. */
  private record Kept(Picture picture, Cached example) implements Picture {
    @Override
    public int width() {
      return picture.width();
    }

    @Override
    public int height() {
      return picture.height();
    }

    @Override
    public Decoded decode(Reduction reduction) {
      Decoded decoded = picture.decode(Reduction.NONE);
      example.keep(decoded.image());
      return decoded;
    }

    @Override
    public boolean reducible() {
      return false;
    }
  }
}
