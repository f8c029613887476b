package io.transferstudy.operator.study;

import io.transferstudy.operator.job.ClaimUse;

/** What people are told of a study's claims, as long as it is not complete. */
final class ClaimConditions {
  private ClaimConditions() {}

  static void add(Conditions conditions, ClaimUse claims) {
    if (!claims.complete()) {
      conditions.with("MissingClaim", true, "NothingNewStarts", message(claims));
    }
    if (!claims.singleNode().isEmpty()) {
      String names = "'" + String.join("', '", claims.singleNode()) + "'";
      if (claims.onePod()) {
        conditions.with(
            "SingleNode",
            true,
            "ReadWriteOncePod",
            "one worker at a time, because no more can mount "
                + names
                + "; a ReadWriteMany claim lets all nodes work");
      } else {
        conditions.with(
            "SingleNode",
            true,
            "ReadWriteOnce",
            "all workers go to one node, because one at a time can mount "
                + names
                + "; a ReadWriteMany claim lets all nodes work");
      }
    }
  }

  /** What is missing, and the remedy. */
  static String message(ClaimUse claims) {
    return String.join("\n", claims.missing());
  }
}
