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
    /** Cells or their number differ from the grid of the last edit. */
    WRONG_GRID,
    /** A cell keeps no result at the end. */
    NO_RESULT,
    /** A result that is kept is not what its pod ended with. */
    WRONG_RESULT,
    /** The study's status differs from what its cells keep. */
    WRONG_STATUS,
    /** A cell with a result was deleted although it is of the grid. */
    RESULT_LOST,
    /** A result that was kept was changed later. */
    RESULT_CHANGED,
    /** A Job was created for what had succeeded already. */
    RAN_AGAIN,
    /** A Job was created while another of the same cell had not ended. */
    RAN_TWICE_AT_ONCE,
    /** More Jobs than the study has workers, or all studies together. */
    TOO_MANY_AT_ONCE,
    /** A cell counts fewer attempts than before. */
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
