package io.transferstudy.operator.study;

import io.transferstudy.study.grid.Scheduling;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.GpuAccount;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GPU hours as status has them. They change when attempts end, not while they run, so that a study
 * of which nothing happens is not written.
 *
 * @param used with two decimals; null where no GPU is used
 * @param expected of the complete study, likewise; null as long as it is not known
 * @param outOfBudget whether the budget keeps the next piece of work from starting
 */
record GpuStatus(@Nullable String used, @Nullable String expected, boolean outOfBudget) {

  static GpuStatus of(Study study, Map<WorkId, WorkState> states, Instant now) {
    if (study.scheduling().gpus() == 0) {
      return new GpuStatus(null, null, false);
    }
    var account = GpuAccount.of(study, states, now);
    var expected = account.expectedHours(states);
    return new GpuStatus(
        hours(account.usedHours()),
        expected.isEmpty() ? null : hours(expected.getAsDouble()),
        study.scheduling().hasBudget()
            && Planner.plan(study, states, Integer.MAX_VALUE, now).outOfBudget());
  }

  /** Adds the condition of the budget, where there is one. */
  void condition(Conditions conditions, Scheduling scheduling) {
    if (scheduling.gpuHours() == null) {
      return;
    }
    if (!scheduling.hasBudget()) {
      conditions.with(
          "BudgetExceeded", false, "NoGpus", "without spec.worker.gpus the budget never binds");
    } else if (outOfBudget) {
      conditions.with("BudgetExceeded", true, "NothingNewStarts", message(scheduling));
    } else {
      conditions.with("BudgetExceeded", false, "WithinBudget", "");
    }
  }

  /** Why nothing new starts, and the remedy. */
  String message(Scheduling scheduling) {
    return "%s of %s GPU hours are used, and the next piece of work does not fit; raise"
            .formatted(used, hours(scheduling.gpuHours() == null ? 0 : scheduling.gpuHours()))
        + " spec.budget.gpuHours to go on";
  }

  /** What an estimate says of the cost. */
  String estimate() {
    return used == null
        ? "no GPUs"
        : expected == null
            ? "expected GPU hours are known when a cell of every setting has finished"
            : "expected GPU hours " + expected;
  }

  private static String hours(double hours) {
    return String.format(Locale.ROOT, "%.2f", hours);
  }
}
