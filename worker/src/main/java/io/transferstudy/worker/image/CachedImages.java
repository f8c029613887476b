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
   * @param maxBytes of pixels to keep, over all of them
   */
  public static List<LabelledImage> of(List<? extends LabelledImage> examples, long maxBytes) {
    var room = new AtomicLong(maxBytes);
    return examples.stream().<LabelledImage>map(example -> new Cached(example, room)).toList();
  }

  private static final class Cached implements LabelledImage {
    private final LabelledImage example;
    private final AtomicLong room;
    private volatile @Nullable Image kept;

    Cached(LabelledImage example, AtomicLong room) {
      this.example = example;
      this.room = room;
    }

    @Override
    public int label() {
      return example.label();
    }

    @Override
    public Image image() {
      Image known = kept;
      if (known != null) {
        return known;
      }
      Image image = example.image();
      int bytes = image.rgb().length;
      if (room.addAndGet(-bytes) >= 0) {
        kept = image;
      } else {
        room.addAndGet(bytes);
      }
      return image;
    }
  }
}
