package io.transferstudy.study.plan;

import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Where a cell stands, as people read it.
 *
 * @param attempt of the last or current try; 0 before the first
 * @param result only when it succeeded
 * @param failure why it failed, or why the last attempt did while another follows; else null
 */
public record CellProgress(
    CellId cell,
    Phase phase,
    int attempt,
    Outcome.@Nullable Success result,
    @Nullable Failure failure) {

  /** The phases of a cell. */
  public enum Phase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String label;

    Phase(String label) {
      this.label = label;
    }

    /** As written in status and tables. */
    public String label() {
      return label;
    }
  }
}
