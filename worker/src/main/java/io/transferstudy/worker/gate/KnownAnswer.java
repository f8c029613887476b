package io.transferstudy.worker.gate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What is known of a network's answer to one image: all of its numbers, or a few and how all of
 * them lie.
 *
 * @param numbers the length of the answer
 * @param places which of them are known, from 0 on
 * @param values what they are
 * @param mean of all
 * @param deviation the standard deviation of all
 */
public record KnownAnswer(
    int numbers, List<Integer> places, List<Double> values, double mean, double deviation) {
  /** Of a long answer: the largest ones and as many evenly spread ones. */
  private static final int FEW = 8;

  private static final MathContext DIGITS = new MathContext(7);

  public KnownAnswer {
    places = List.copyOf(places);
    values = List.copyOf(values);
  }

  /** An answer that is known as a whole. */
  static KnownAnswer whole(List<Double> all) {
    return of(all, IntStream.range(0, all.size()).boxed().toList());
  }

  /** What tells an answer from every other in a few lines, to seven digits. */
  static KnownAnswer few(List<Double> all) {
    var places = new TreeSet<Integer>();
    IntStream.range(0, all.size())
        .boxed()
        .sorted(Comparator.comparing(all::get, Comparator.reverseOrder()))
        .limit(FEW)
        .forEach(places::add);
    IntStream.range(0, FEW).map(i -> i * all.size() / FEW).forEach(places::add);
    KnownAnswer exact = of(all, List.copyOf(places));
    return new KnownAnswer(
        exact.numbers,
        exact.places,
        exact.values.stream().map(KnownAnswer::rounded).toList(),
        rounded(exact.mean),
        rounded(exact.deviation));
  }

  private static KnownAnswer of(List<Double> all, List<Integer> places) {
    double mean = all.stream().mapToDouble(v -> v).average().orElse(0);
    double variance = all.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(0);
    return new KnownAnswer(
        all.size(), places, places.stream().map(all::get).toList(), mean, Math.sqrt(variance));
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** Whether it can be compared with an answer of that length. */
  boolean isUsable(int length) {
    return numbers == length
        && places.size() == values.size()
        && !places.isEmpty()
        && places.stream().allMatch(place -> place >= 0 && place < length)
        && values.stream().allMatch(Double::isFinite)
        && Double.isFinite(mean)
        && Double.isFinite(deviation);
  }

  /**
   * The largest difference of a known number, of the mean and of the standard deviation, in
   * standard deviations.
   */
  double difference(float[] actual) {
    double largest = 0;
    for (int i = 0; i < places.size(); i++) {
      largest = Math.max(largest, Math.abs(actual[places.get(i)] - values.get(i)));
    }
    List<Double> all = IntStream.range(0, actual.length).mapToObj(i -> (double) actual[i]).toList();
    KnownAnswer found = of(all, List.of());
    largest = Math.max(largest, Math.abs(found.mean - mean));
    largest = Math.max(largest, Math.abs(found.deviation - deviation));
    return deviation == 0 ? (largest == 0 ? 0 : Double.POSITIVE_INFINITY) : largest / deviation;
  }
}
