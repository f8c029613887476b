package io.transferstudy.study.grid;

import org.jspecify.annotations.Nullable;

/**
 * In which order a study's work is started, and what keeps it from starting.
 *
 * @param mode whether work is started at all
 * @param order of what may start
 * @param gpuHours that the study may use; null for as many as it takes
 * @param gpus of each worker; with 0 no budget ever binds
 */
public record Scheduling(Mode mode, Order order, @Nullable Double gpuHours, int gpus) {
  /** What a manifest gets that says nothing of it. */
  public static final Scheduling DEFAULT = new Scheduling(Mode.RUN, Order.LONGEST_FIRST, null, 0);

  public Scheduling {
    if (gpus < 0 || (gpuHours != null && !(gpuHours > 0 && Double.isFinite(gpuHours)))) {
      throw new IllegalArgumentException(
          "a budget is a positive number of hours of at least 0 GPUs, got "
              + gpuHours
              + ", "
              + gpus);
    }
  }

  /** Whether work is started. */
  public enum Mode {
    RUN,
    /** Everything is planned and counted, nothing is started. */
    ESTIMATE
  }

  /** What is started first. */
  public enum Order {
    /** As {@link Grid#cells()} lists them. */
    GRID,
    /** What is expected to take longest, so that the end is not one long straggler. */
    LONGEST_FIRST
  }

  /** Whether a budget can bind. */
  public boolean hasBudget() {
    return gpuHours != null && gpus > 0;
  }

  /** The same without a budget. */
  public Scheduling withoutBudget() {
    return new Scheduling(mode, order, null, gpus);
  }
}
