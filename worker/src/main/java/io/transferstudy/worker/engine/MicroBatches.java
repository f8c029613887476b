package io.transferstudy.worker.engine;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A batch in parts that are computed one after another, so that only one of them needs memory.
 *
 * @param total examples of the batch
 * @param parts of it, in order and without gaps
 */
public record MicroBatches(int total, List<Part> parts) {

  /**
   * Consecutive examples.
   *
   * @param from index of the first
   * @param count of them
   */
  public record Part(int from, int count) {}

  /**
   * A batch in {@code divisor} parts whose sizes differ by one at most; in fewer where a part would
   * have less than two examples, which batch normalisation cannot do with.
   *
   * @param total at least 1
   * @param divisor at least 1
   */
  public static MicroBatches of(int total, int divisor) {
    int count = Math.max(1, Math.min(divisor, total / 2));
    return new MicroBatches(
        total,
        IntStream.range(0, count)
            .mapToObj(i -> {
              int from = (int) ((long) total * i / count);
              int to = (int) ((long) total * (i + 1) / count);
              return new Part(from, to - from);
            })
            .toList());
  }
}
