package io.transferstudy.worker.score;

import io.transferstudy.study.findings.MeanPerClass;
import io.transferstudy.study.findings.Score;
import io.transferstudy.study.findings.Tally;
import io.transferstudy.study.grid.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Of examples of one class each.
 *
 * @param classes how many there are, whether or not all of them occur
 * @param labels the true classes
 * @param predicted the classes with the largest logit; of equal ones the first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SingleAnswers(int classes, int[] labels, int[] predicted) implements Answers {
  public SingleAnswers {
    if (labels.length != predicted.length || labels.length == 0) {
      throw new IllegalArgumentException(
          labels.length + " labels, " + predicted.length + " predictions");
    }
  }

  /**
   * The answers that logits give.
   *
   * @param logits row-major, examples x classes
   */
  public static SingleAnswers of(int classes, int[] labels, float[] logits) {
    var predicted = new int[labels.length];
    Arrays.setAll(predicted, i -> argMax(logits, i * classes, classes));
    return new SingleAnswers(classes, labels, predicted);
  }

  /** How many are right. */
  public int correct() {
    return (int) IntStream.range(0, labels.length).filter(this::right).count();
  }

  private boolean right(int example) {
    return labels[example] == predicted[example];
  }

  @Override
  public int total() {
    return labels.length;
  }

  @Override
  public double value(Metric metric) {
    return switch (metric) {
      case TOP_1 -> (double) correct() / total();
      case MEAN_PER_CLASS -> MeanPerClass.value(tallies());
      case ELEVEN_POINT_MAP -> throw unfit(metric);
    };
  }

  @Override
  public Score score(Metric metric) {
    return switch (metric) {
      case TOP_1 -> Score.top1(correct(), total());
      case MEAN_PER_CLASS -> MeanPerClass.of(tallies());
      case ELEVEN_POINT_MAP -> throw unfit(metric);
    };
  }

  private static IllegalArgumentException unfit(Metric metric) {
    return new IllegalArgumentException(
        "images of one class each cannot be scored by " + metric.label());
  }

  private List<Tally> tallies() {
    var counts = Counts.of(this);
    return IntStream.range(0, classes)
        .filter(k -> counts.images()[k] > 0)
        .mapToObj(k -> new Tally(counts.correct()[k], counts.images()[k]))
        .toList();
  }

  @Override
  public List<OfClass> perClass() {
    var counts = Counts.of(this);
    return IntStream.range(0, classes)
        .mapToObj(k -> {
          int images = counts.images()[k];
          return new OfClass(
              k,
              images,
              images == 0
                  ? OptionalDouble.empty()
                  : OptionalDouble.of((double) counts.correct()[k] / images));
        })
        .toList();
  }

  /** By class. */
  private record Counts(int[] images, int[] correct) {
    static Counts of(SingleAnswers answers) {
      var counts = new Counts(new int[answers.classes], new int[answers.classes]);
      for (int i = 0; i < answers.labels.length; i++) {
        counts.images[answers.labels[i]]++;
        counts.correct[answers.labels[i]] += answers.right(i) ? 1 : 0;
      }
      return counts;
    }
  }

  /** The index of the largest of {@code count} numbers from {@code offset} on. */
  private static int argMax(float[] values, int offset, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      if (values[offset + k] > values[offset + best]) {
        best = k;
      }
    }
    return best;
  }
}
