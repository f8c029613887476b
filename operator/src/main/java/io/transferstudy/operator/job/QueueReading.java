package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads that a Job waits for quota in a queue of Kueue, which suspends it as long. */
final class QueueReading {
  /** The reason that cells and pretrained models show then. */
  static final String QUEUED = "QueuedByKueue";

  /** Kueue tells the Job when there is quota; what it says in between is asked for. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private QueueReading() {}

  /**
   * The same reading, unless it is one of a Job of a queue that is suspended.
   *
   * @param quotaWait what Kueue says of a Job; asked for such a Job only
   */
  static Reading of(
      Job job, Reading reading, Function<Job, Optional<String>> quotaWait, Instant now) {
    Map<String, String> labels = job.getMetadata().getLabels();
    String queue = labels == null ? null : labels.get(Labels.QUEUE);
    if (queue == null
        || !(reading instanceof Reading.UnderWay(_, var reason, _, _))
        || !FailureReading.SUSPENDED.equals(reason)) {
      return reading;
    }
    String message = quotaWait.apply(job).orElse("waits for quota in the queue '" + queue + "'");
    return new Reading.UnderWay(null, QUEUED, message, now.plus(LOOK_AGAIN));
  }
}
