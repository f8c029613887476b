package io.transferstudy.bench.chaos;

import java.time.Duration;

/**
 * What happens to watch events on their way.
 *
 * @param repeats how often an event is sent once more
 * @param delay of every event; their order stays
 */
record Disturbance(int repeats, Duration delay) {
  static final Disturbance NONE = new Disturbance(0, Duration.ZERO);
}
