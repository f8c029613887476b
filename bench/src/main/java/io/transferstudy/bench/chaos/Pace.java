package io.transferstudy.bench.chaos;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param etcdPause how long etcd stands still
 * @param leaderPause how long a leader stands still; a lease lasts 15 s
 * @param mostQuiet between rounds, at most
 * @param roundsAStudy a study is created every so many rounds
 * @param longestPod how long the pods of a study run, at most
 */
record Pace(
    Duration etcdPause,
    Duration leaderPause,
    Duration mostQuiet,
    int roundsAStudy,
    Duration longestPod) {
  /** For hundreds of rounds. */
  static final Pace LONG =
      new Pace(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(4),
          2,
          Duration.ofSeconds(8));

  /** For one deal of every fault, as a test. */
  static final Pace SHORT =
      new Pace(
          Duration.ofSeconds(5),
          Duration.ofSeconds(17),
          Duration.ofSeconds(1),
          4,
          Duration.ofSeconds(5));
}
