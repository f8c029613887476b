package io.transferstudy.study.findings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One class's examples from its most to its least likely one, and the 11-point average precision of
 * that order, as the PASCAL VOC 2007 development kit defines it (Everingham et al. 2010, IJCV 88,
 * section 4.2): the mean over t = 0, 0.1, ... 1 of the highest precision at a recall of t or more.
 * Examples that are difficult for the class count neither as right nor as wrong.
 *
 * <p>The kit breaks ties of scores by the order of the images. Here examples of equal scores enter
 * together, so that no order but that of the scores matters. Recalls are compared with tenths
 * exactly, as fractions.
 */
public final class AveragePrecision {
  private static final int TENTHS = 10;

  private final int[] order; // without difficult ones, highest score first
  private final boolean[] present; // by place in the order
  private final boolean[] last; // of equal scores, by place in the order

  private AveragePrecision(int[] order, boolean[] present, boolean[] last) {
    this.order = order;
    this.present = present;
    this.last = last;
  }

  /** What an example is to a class. */
  public enum Truth {
    /** It shows the class. */
    PRESENT,
    /** It does not. */
    ABSENT,
    /** It is difficult to say: it is left out. */
    IGNORED
  }

  /** What each example is to the class, by number. */
  @FunctionalInterface
  public interface Truths {
    Truth of(int example);
  }

  /**
   * The order that scores give.
   *
   * @param scores by example, higher for "shows it"; infinite ones are allowed
   * @throws IllegalArgumentException if a score is no number
   */
  public static AveragePrecision of(float[] scores, Truths truths) {
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new IllegalArgumentException("the score of example " + i + " is no number");
      }
    }
    int[] order =
        IntStream.range(0, scores.length)
            .filter(i -> truths.of(i) != Truth.IGNORED)
            .boxed()
            .sorted(Comparator.comparing(i -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    var present = new boolean[order.length];
    var last = new boolean[order.length];
    for (int place = 0; place < order.length; place++) {
      present[place] = truths.of(order[place]) == Truth.PRESENT;
      last[place] = place == order.length - 1 || scores[order[place]] != scores[order[place + 1]];
    }
    return new AveragePrecision(order, present, last);
  }

  /** How many examples show the class. */
  public int positives() {
    return (int) IntStream.range(0, present.length).filter(place -> present[place]).count();
  }

  /** Every example once; empty if none shows the class. */
  public OptionalDouble value() {
    return value(_ -> 1);
  }

  /** How often an example counts. */
  interface Times {
    int of(int example);
  }

  /** The same with every example so often; empty if none that counts shows the class. */
  OptionalDouble value(Times times) {
    long positives = 0;
    for (int place = 0; place < order.length; place++) {
      positives += present[place] ? times.of(order[place]) : 0;
    }
    if (positives == 0) {
      return OptionalDouble.empty();
    }
    var highest = new double[TENTHS + 1]; // by the whole tenths of a recall
    long right = 0;
    long taken = 0;
    for (int place = 0; place < order.length; place++) {
      int count = times.of(order[place]);
      taken += count;
      right += present[place] ? count : 0;
      if (last[place] && taken > 0) {
        int tenths = (int) (TENTHS * right / positives);
        highest[tenths] = Math.max(highest[tenths], (double) right / taken);
      }
    }
    for (int tenths = TENTHS - 1; tenths >= 0; tenths--) {
      highest[tenths] = Math.max(highest[tenths], highest[tenths + 1]);
    }
    return OptionalDouble.of(Arrays.stream(highest).average().orElseThrow());
  }
}
