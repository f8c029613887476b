package io.transferstudy.bench.chaos;

/** The end of a fault that lasts. */
sealed interface Repair {
  /** A deleted node comes back. */
  record RestoreNode(String node) implements Repair {
    @Override
    public String toString() {
      return "node " + node + " is back";
    }
  }

  /** Watch events arrive once and at once. */
  record CalmEvents() implements Repair {
    @Override
    public String toString() {
      return "watch events as they are";
    }
  }

  /** There is quota again. */
  record LiftQuota(String resource) implements Repair {
    @Override
    public String toString() {
      return "no quota of " + resource;
    }
  }

  /** A suspended study goes on. */
  record Resume(int study) implements Repair {
    @Override
    public String toString() {
      return "resume " + PlannedStudy.name(study);
    }
  }
}
