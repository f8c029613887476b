package io.transferstudy.worker.dataset.procedural;

import io.transferstudy.worker.image.Flip;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A kind of drawn images, with a question that its classes answer. */
public enum ProceduralTask {
  /** Which shape in which texture? */
  SOURCE("source", 6_000, 1_000, SourceArtist.CLASSES, Flip.HORIZONTAL, 0.35, 0.06) {
    @Override
    Artist artist(long seed) {
      return new SourceArtist();
    }
  },
  /** Which full-field pattern? */
  TEXTURES("textures", 160, 500, TextureArtist.CLASSES, Flip.BOTH, 0.25, 0.12) {
    @Override
    Artist artist(long seed) {
      return new TextureArtist();
    }
  },
  /** Which unseen outline? */
  SILHOUETTES("silhouettes", 220, 500, numbered("outline", 10), Flip.NONE, 0.25, 0.06) {
    @Override
    Artist artist(long seed) {
      return new SilhouetteArtist(seed, classes().size());
    }
  },
  /** Which invented letter? */
  GLYPHS("glyphs", 160, 500, numbered("letter", 10), Flip.NONE, 0.25, 0.06) {
    @Override
    Artist artist(long seed) {
      return new GlyphArtist(seed, classes().size());
    }
  },
  /** How many objects? */
  COUNTING("counting", 100, 500, numbered("count", 5), Flip.BOTH, 0.25, 0.06) {
    @Override
    Artist artist(long seed) {
      return new CountingArtist();
    }
  };

  private final String label;
  private final int train;
  private final int test;
  private final List<String> classes;
  private final Flip flip;
  private final double spread;
  private final double noise;

  ProceduralTask(
      String label,
      int train,
      int test,
      List<String> classes,
      Flip flip,
      double spread,
      double noise) {
    this.label = label;
    this.train = train;
    this.test = test;
    this.classes = classes;
    this.flip = flip;
    this.spread = spread;
    this.noise = noise;
  }

  /**
   * The task that a manifest names.
   *
   * @throws IllegalArgumentException if there is none, with the names that there are
   */
  public static ProceduralTask of(String label) {
    return Stream.of(values())
        .filter(task -> task.label.equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no procedural task '%s'; there are %s"
                    .formatted(
                        label,
                        Stream.of(values())
                            .map(ProceduralTask::label)
                            .collect(Collectors.joining(", ")))));
  }

  /** Training images where a manifest does not say. */
  public int train() {
    return train;
  }

  /** Test images where a manifest does not say. */
  public int test() {
    return test;
  }

  /** The name that a manifest uses. */
  public String label() {
    return label;
  }

  /** Names by label. */
  public List<String> classes() {
    return classes;
  }

  /** The mirror images that keep a class. */
  public Flip flip() {
    return flip;
  }

  /** The class of the image at an index: classes take turns, so that all are equally frequent. */
  public int labelOf(int index) {
    return index % classes.size();
  }

  /** How far the two ends of the ground differ, at most, per channel. */
  double spread() {
    return spread;
  }

  /** Standard deviation of the noise. */
  double noise() {
    return noise;
  }

  /** What tells the classes apart, under a seed. */
  abstract Artist artist(long seed);

  private static List<String> numbered(String name, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "%s-%02d".formatted(name, i)).toList();
  }
}
