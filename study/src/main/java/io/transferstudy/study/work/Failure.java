package io.transferstudy.study.work;

/**
 * Why an attempt ended without a result.
 *
 * @param kind of a closed set, which decides whether it is tried again
 * @param message one line that names the thing and the remedy
 */
public record Failure(Kind kind, String message) {
  private static final int MAX_MESSAGE = 1_000;

  public Failure {
    if (message.length() > MAX_MESSAGE) {
      message = message.substring(0, MAX_MESSAGE - 1) + "…";
    }
  }

  /** What can happen, and what follows from it. */
  public enum Kind {
    INVALID_REQUEST(Retry.NEVER, "correct the manifest"),
    BAD_DATA(Retry.NEVER, "replace the named file or leave it out"),
    BAD_WEIGHTS(Retry.NEVER, "give the weights file that belongs to the model"),
    DIVERGED(Retry.NEVER, "lower the learning rates of the search grid"),
    OUT_OF_MEMORY(Retry.COUNTED, "lower batchSize or give the worker more memory"),
    TRANSIENT_IO(Retry.COUNTED, "none: it is tried again"),
    INTERRUPTED(Retry.FREE, "none: it goes on from its checkpoint"),
    DISRUPTED(Retry.FREE, "none: the pod was evicted, preempted or deleted, or its node was lost"),
    DEADLINE(Retry.COUNTED, "raise activeDeadlineSeconds"),
    LOST(Retry.COUNTED, "none: no result could be read, it is tried again"),
    INTERNAL(Retry.COUNTED, "read the worker's log and report it");

    private final Retry retry;
    private final String remedy;

    Kind(Retry retry, String remedy) {
      this.retry = retry;
      this.remedy = remedy;
    }

    /** Whether another attempt may help. */
    public Retry retry() {
      return retry;
    }

    /** What a person can do, in one clause. */
    public String remedy() {
      return remedy;
    }
  }

  /** Whether to try again. */
  public enum Retry {
    /** The same input fails in the same way. */
    NEVER,
    /** Again, up to the study's number of attempts. */
    COUNTED,
    /** Again without being counted, up to a cap that only a broken cluster reaches. */
    FREE
  }
}
