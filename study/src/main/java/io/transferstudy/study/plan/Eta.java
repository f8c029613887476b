package io.transferstudy.study.plan;

import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.plan.WorkState.Failed;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** When a study is expected to be complete. */
public final class Eta {
  private Eta() {}

  /**
   * The time, to the second: all open work, each piece taken to last as long as its like did, on as
   * many workers as the study may have. Work of a setting of which nothing has finished is taken to
   * last as long as the longest that has. Pods' starts, failures and other studies are not in it.
   * It depends on what has ended and on nothing else, so it stands still while nothing ends.
   *
   * @param lastEnd when the last piece of work ended
   * @return empty if nothing is open, nothing has finished, or nothing starts
   */
  public static Optional<Instant> of(Study study, Map<WorkId, WorkState> seen, Instant lastEnd) {
    var expected = ExpectedSeconds.of(seen);
    OptionalDouble longest = expected.longest();
    if (longest.isEmpty() || !Planner.starting(study)) {
      return Optional.empty();
    }
    int open = 0;
    double sum = 0;
    double most = 0;
    for (WorkId work : Planner.work(study)) {
      if (isOpen(study, seen.get(work))) {
        double seconds = expected.of(work).orElse(longest.getAsDouble());
        open++;
        sum += seconds;
        most = Math.max(most, seconds);
      }
    }
    if (open == 0) {
      return Optional.empty();
    }
    double seconds = Math.max(most, sum / Math.min(open, study.limits().parallelism()));
    return Optional.of(
        lastEnd.plusMillis(Math.round(seconds * 1_000)).truncatedTo(ChronoUnit.SECONDS));
  }

  private static boolean isOpen(Study study, @Nullable WorkState state) {
    return switch (state) {
      case Done _ -> false;
      case Failed failed -> !Planner.givenUp(failed, study);
      case null, default -> true;
    };
  }
}
