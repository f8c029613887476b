package io.transferstudy.study.grid;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A study as it is planned: what to find out, and how hard to try.
 *
 * @param name an RFC 1123 label
 * @param grid what to find out
 * @param limits how hard to try
 * @param scheduling what is started, and in which order
 */
public record Study(String name, Grid grid, Limits limits, Scheduling scheduling) {
  public Study {
    Label.require("study", name);
  }

  /** A study with {@link Scheduling#DEFAULT}. */
  public Study(String name, Grid grid, Limits limits) {
    this(name, grid, limits, Scheduling.DEFAULT);
  }

  /** The same with another parallelism. */
  public Study withParallelism(int parallelism) {
    return new Study(name, grid, limits.withParallelism(parallelism), scheduling);
  }

  /** The same with another scheduling. */
  public Study with(Scheduling other) {
    return new Study(name, grid, limits, other);
  }

  /**
   * @param parallelism how many workers may run at once, at least 1
   * @param suspend whether nothing new may start (what runs is stopped after a checkpoint)
   * @param attempts how often a failing stage is tried before it is given up, at least 1
   * @param deadline how long one attempt may take; null for no limit
   * @param threads of the engine in each worker; part of the request because it moves results
   */
  public record Limits(
      int parallelism, boolean suspend, int attempts, @Nullable Duration deadline, int threads) {
    public Limits {
      if (parallelism < 1 || attempts < 1 || threads < 1) {
        throw new IllegalArgumentException(
            "parallelism, attempts and threads must be at least 1, got %d, %d, %d"
                .formatted(parallelism, attempts, threads));
      }
    }

    /** The same with another parallelism. */
    public Limits withParallelism(int parallelism) {
      return new Limits(parallelism, suspend, attempts, deadline, threads);
    }
  }
}
