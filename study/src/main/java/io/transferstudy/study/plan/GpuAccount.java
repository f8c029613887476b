package io.transferstudy.study.plan;

import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.plan.WorkState.Failed;
import io.transferstudy.study.plan.WorkState.Running;
import io.transferstudy.study.plan.WorkState.Waiting;
import io.transferstudy.study.work.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

/** GPU time that a study has used and will use, held against its budget. */
public final class GpuAccount {
  private static final double SECONDS = 3_600; // of an hour

  private final Study study;
  private final ExpectedSeconds expected;
  private final double ended;
  private final double soFar;
  private final double committed;

  private GpuAccount(
      Study study, ExpectedSeconds expected, double ended, double soFar, double committed) {
    this.study = study;
    this.expected = expected;
    this.ended = ended;
    this.soFar = soFar;
    this.committed = committed;
  }

  /** The account of what was observed; what runs is taken to last as long as its like did. */
  public static GpuAccount of(Study study, Map<WorkId, WorkState> seen, Instant now) {
    return of(study, seen, ExpectedSeconds.of(seen), now);
  }

  static GpuAccount of(
      Study study, Map<WorkId, WorkState> seen, ExpectedSeconds expected, Instant now) {
    double ended = 0;
    double soFar = 0;
    double committed = 0;
    for (var entry : seen.entrySet()) {
      WorkState state = entry.getValue();
      ended += state.attempts().gpuSeconds();
      if (state instanceof Running(_, var since)) {
        int gpus = gpus(study, entry.getKey());
        double ran = Math.max(0, Duration.between(since, now).toMillis() / 1_000.0);
        soFar += gpus * ran;
        committed += gpus * Math.max(ran, expected.of(entry.getKey()).orElse(0));
      }
    }
    return new GpuAccount(study, expected, ended, soFar, committed);
  }

  /** Hours of the attempts that have ended, failed ones included. */
  public double usedHours() {
    return ended / SECONDS;
  }

  /**
   * Hours of the whole study when it is complete, as far as finished work tells; empty as long as a
   * setting with work to do has no finished cell.
   */
  public OptionalDouble expectedHours(Map<WorkId, WorkState> seen) {
    double seconds = ended;
    for (WorkId work : Planner.work(study)) {
      boolean open =
          switch (seen.get(work)) {
            case Done _ -> false;
            case Failed failed -> !Planner.givenUp(failed, study);
            case Waiting _, Running _ -> true;
            case null -> true;
          };
      if (open && gpus(study, work) > 0) {
        OptionalDouble one = expected.of(work);
        if (one.isEmpty()) {
          return OptionalDouble.empty();
        }
        seconds += gpus(study, work) * one.getAsDouble();
      }
    }
    return OptionalDouble.of(seconds / SECONDS);
  }

  /** Whether that work may start, too: always where there is no budget, or no GPU is used. */
  boolean admits(WorkId work) {
    Double hours = study.scheduling().gpuHours();
    return hours == null
        || !study.scheduling().hasBudget()
        || (ended + soFar < hours * SECONDS
            && ended + committed + seconds(work) <= hours * SECONDS);
  }

  /** The account after that work was started. */
  GpuAccount plus(WorkId work) {
    return new GpuAccount(study, expected, ended, soFar, committed + seconds(work));
  }

  private double seconds(WorkId work) {
    return gpus(study, work) * expected.of(work).orElse(0);
  }

  /** How many GPUs a piece of work uses: none if it computes nothing, or a few images only. */
  public static int gpus(Study study, WorkId work) {
    return switch (work) {
      case WorkId.Prepare _, WorkId.Gate _ -> 0;
      case WorkId.Pretrain _, WorkId.OfCell _ -> study.scheduling().gpus();
    };
  }
}
