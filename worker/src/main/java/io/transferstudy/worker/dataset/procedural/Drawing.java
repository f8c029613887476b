package io.transferstudy.worker.dataset.procedural;

import io.transferstudy.worker.image.Chance;
import io.transferstudy.worker.image.Image;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The images of one task under one seed. */
public final class Drawing {
  private final ProceduralTask task;
  private final long seed;
  private final Artist artist;

  private Drawing(ProceduralTask task, long seed) {
    this.task = task;
    this.seed = seed;
    this.artist = task.artist(seed);
  }

  /** Images to train on and images to test are different ones. */
  public enum Part {
    TRAIN,
    TEST;

    /** In lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Drawing of(ProceduralTask task, long seed) {
    return new Drawing(task, seed);
  }

  /** The image at an index; its class is {@link ProceduralTask#labelOf}. */
  public Image image(Part part, int index) {
    SplittableRandom random = Chance.random(seed, task.label() + "/" + part.label(), index);
    var canvas = new Canvas(Ground.draw(random, task.spread()));
    artist.draw(canvas, task.labelOf(index), random);
    return canvas.finish(random, task.noise());
  }

  /** The first images, drawn in parallel. */
  public List<Image> all(Part part, int count) {
    return IntStream.range(0, count).parallel().mapToObj(i -> image(part, i)).toList();
  }
}
