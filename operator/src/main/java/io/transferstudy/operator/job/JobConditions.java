package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Optional;
import java.util.stream.Stream;

/** What the conditions of a Job say. */
public final class JobConditions {
  private JobConditions() {}

  /** Whether it has run to its end. */
  public static boolean hasEnded(Job job) {
    return end(job).isPresent();
  }

  /** The condition that says how it ended; empty if it has not. */
  static Optional<JobCondition> end(Job job) {
    return holding(job)
        .filter(c -> c.getType().equals("Complete") || c.getType().equals("Failed"))
        .findFirst();
  }

  /** Whether somebody, such as a quota, suspends it. */
  static boolean suspended(Job job) {
    return holding(job).anyMatch(c -> c.getType().equals("Suspended"));
  }

  private static Stream<JobCondition> holding(Job job) {
    return job.getStatus() == null
        ? Stream.empty()
        : job.getStatus().getConditions().stream().filter(c -> c.getStatus().equals("True"));
  }
}
