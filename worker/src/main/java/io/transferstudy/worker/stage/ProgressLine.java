package io.transferstudy.worker.stage;

import io.transferstudy.study.json.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines on standard output that tell how far a stage is: {@code progress
 * {"fraction":0.5,"note":"..."}}. At most one every two seconds, so that a pod's log stays small.
 */
final class ProgressLine {
  private static final long MIN_NANOS = 2_000_000_000;

  private long last = System.nanoTime() - MIN_NANOS;

  /**
   * Prints where the stage stands, unless it did so just now.
   *
   * @param fraction of the whole stage that is done, in [0, 1]
   * @param note a few words for a person
   */
  void at(double fraction, String note) {
    long now = System.nanoTime();
    if (now - last < MIN_NANOS && fraction < 1) {
      return;
    }
    last = now;
    double rounded = Math.round(fraction * 1_000) / 1_000.0;
    System.out.println(
        "progress " + Json.write(new TreeMap<>(Map.of("fraction", rounded, "note", note))));
  }
}
