package io.transferstudy.worker.dataset;

import io.transferstudy.study.findings.AveragePrecision.Truth;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What an image shows: one class, or several. */
public sealed interface Labels {

  /** Exactly one class. */
  static Labels of(int label) {
    return One.of(label);
  }

  /** The only class's index. */
  int only();

  /**
   * These labels where there are only the first so many classes; empty if the image has no place.
   */
  Optional<Labels> first(int classes);

  /**
   * One class.
   *
   * @param only its index
   */
  record One(int only) implements Labels {
    /** A million images share a few thousand labels. */
    private static final List<One> SHARED = IntStream.range(0, 1 << 10).mapToObj(One::new).toList();

    private static One of(int label) {
      return label >= 0 && label < SHARED.size() ? SHARED.get(label) : new One(label);
    }

    @Override
    public Optional<Labels> first(int classes) {
      return only < classes ? Optional.of(this) : Optional.empty();
    }
  }

  /**
   * Any number of classes.
   *
   * @param present indexes of those that are shown, ascending
   * @param ignored indexes of those that count neither as shown nor as not shown, ascending
   */
  record Several(List<Integer> present, List<Integer> ignored) implements Labels {
    public Several {
      present = List.copyOf(present);
      ignored = List.copyOf(ignored);
    }

    /** What the image is to a class. */
    public Truth truth(int label) {
      if (present.contains(label)) {
        return Truth.PRESENT;
      }
      return ignored.contains(label) ? Truth.IGNORED : Truth.ABSENT;
    }

    @Override
    public int only() {
      throw new IllegalStateException("an image with several classes has no single one");
    }

    @Override
    public Optional<Labels> first(int classes) {
      return Optional.of(new Several(below(present, classes), below(ignored, classes)));
    }

    private static List<Integer> below(List<Integer> indexes, int classes) {
      return indexes.stream().filter(index -> index < classes).toList();
    }
  }
}
