package io.transferstudy.bench.chaos;

/**
 * Something that must not happen, and did.
 *
 * @param revision of etcd at which it did
 * @param what with the names of the objects
 */
record Violation(Kind kind, long revision, String what) {
  /** What must not happen. */
  enum Kind {
    /** A study is not complete at the end, or there is not exactly one of its name. */
    NOT_COMPLETE,
    /** Cells or their number, or what is done once, differ from the grid of the last edit. */
    WRONG_GRID,
    /**
     * A cell, or what is done once, keeps no result at the end, though nothing stands against it.
     */
    NO_RESULT,
    /** Work that fails for good, or a cell that needs such work, has not failed at the end. */
    NOT_FAILED,
    /** A result that is kept is not what its pod ended with. */
    WRONG_RESULT,
    /** The study's status differs from what its cells keep. */
    WRONG_STATUS,
    /** A result was dropped, with its cell or by its study, although it is of the grid. */
    RESULT_LOST,
    /** A result that was kept was changed later. */
    RESULT_CHANGED,
    /** A Job was created for what had succeeded, or failed for good, already. */
    RAN_AGAIN,
    /** A Job was created while another of the same work had not ended. */
    RAN_TWICE_AT_ONCE,
    /** A Job was created before the study kept the result of something that it needs. */
    STARTED_TOO_EARLY,
    /** A Job's request names another result than the kept one of the very thing that it needs. */
    WRONG_INPUT,
    /** More Jobs than the study has workers, or all studies together. */
    TOO_MANY_AT_ONCE,
    /** A record counts fewer attempts than before. */
    ATTEMPTS_WENT_DOWN,
    /** A Job, pod or cell without need at the end. */
    ORPHAN,
    /** A study's status is over its budget of bytes. */
    STATUS_TOO_LARGE
  }

  @Override
  public String toString() {
    return "%s at revision %d: %s".formatted(kind, revision, what);
  }
}
