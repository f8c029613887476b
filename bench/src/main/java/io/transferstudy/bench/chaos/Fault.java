package io.transferstudy.bench.chaos;

import java.time.Duration;

/** What goes wrong in a round. */
sealed interface Fault {
  /** Ends both of the operator's processes with SIGKILL. */
  record KillOperators() implements Fault {
    @Override
    public String toString() {
      return "kill both operators";
    }
  }

  /** Ends the leading process with SIGKILL. */
  record KillLeader() implements Fault {
    @Override
    public String toString() {
      return "kill the leader";
    }
  }

  /** Stops the leading process for longer than its lease lasts, then lets it go on. */
  record PauseLeader(Duration length) implements Fault {
    @Override
    public String toString() {
      return "pause the leader for " + length.toMillis() + " ms";
    }
  }

  /** Ends the API server with SIGKILL and starts it again. */
  record RestartApiServer() implements Fault {
    @Override
    public String toString() {
      return "restart the API server";
    }
  }

  /** Stops etcd for a while: requests hang, leases run out. */
  record PauseEtcd(Duration length) implements Fault {
    @Override
    public String toString() {
      return "pause etcd for " + length.toMillis() + " ms";
    }
  }

  /** Kinds of objects that are deleted at random. */
  enum Kind {
    PODS,
    JOBS,
    CELLS
  }

  /**
   * Deletes objects that exist at the time.
   *
   * @param most how many, if there are so many
   * @param choice decides which
   */
  record Delete(Kind kind, int most, long choice) implements Fault {
    @Override
    public String toString() {
      return "delete up to %d %s".formatted(most, kind.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /** Deletes a node under its pods. */
  record DeleteNode(String node) implements Fault {
    @Override
    public String toString() {
      return "delete node " + node;
    }
  }

  /** Repeats every watch event that the operators get. */
  record RepeatEvents(int times) implements Fault {
    @Override
    public String toString() {
      return "repeat watch events " + times + " times";
    }
  }

  /** Delays every watch event that the operators get. */
  record DelayEvents(Duration by) implements Fault {
    @Override
    public String toString() {
      return "delay watch events by " + by.toMillis() + " ms";
    }
  }

  /** Cuts the operators' watches. */
  record CutWatches() implements Fault {
    @Override
    public String toString() {
      return "cut watches";
    }
  }

  /**
   * Lets no more objects into the namespace.
   *
   * @param resource of the quota, such as {@code pods}
   */
  record FillQuota(String resource) implements Fault {
    @Override
    public String toString() {
      return "fill the quota of " + resource;
    }
  }

  /** Suspends a study. */
  record Suspend(int study) implements Fault {
    @Override
    public String toString() {
      return "suspend " + PlannedStudy.name(study);
    }
  }

  /** Edits the grid of a study, whether it still runs or not. */
  record EditGrid(int study, Shape after) implements Fault {
    @Override
    public String toString() {
      return "edit %s to %s".formatted(PlannedStudy.name(study), after);
    }
  }
}
