package io.transferstudy.operator.study;

/**
 * Why nothing of a study can be started, as its condition {@code Progressing} says it.
 *
 * @param reason in a word
 * @param message for people
 */
record Obstacle(String reason, String message) {

  /** The cluster refused. */
  static Obstacle refused(String message) {
    return new Obstacle("CannotStart", message);
  }

  /** A claim is not there. */
  static Obstacle missingClaim(String message) {
    return new Obstacle("MissingClaim", message);
  }

  /** Other studies hold all places. */
  static Obstacle noPlace(int total) {
    return new Obstacle(
        "WaitingForPlace",
        "other studies hold all " + total + " places of the operator; this one is served in turn");
  }
}
