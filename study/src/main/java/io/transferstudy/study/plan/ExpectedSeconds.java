package io.transferstudy.study.plan;

import io.transferstudy.study.plan.WorkState.Done;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkId.Gate;
import io.transferstudy.study.work.WorkId.OfCell;
import io.transferstudy.study.work.WorkId.Prepare;
import io.transferstudy.study.work.WorkId.Pretrain;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long work is expected to take: the mean of the finished work of its setting and model, else
 * of its setting. Preparations, gates and pretrainings count as settings of their own.
 */
final class ExpectedSeconds {
  private enum Sort {
    PREPARE,
    GATE,
    PRETRAIN,
    CELL
  }

  /**
   * What work has in common with other work; the model, or data set, is empty for the whole
   * setting.
   */
  private record Kind(Sort sort, String setting, String model) {}

  private record Sum(double seconds, int count) {}

  private final Map<Kind, Sum> measured;

  private ExpectedSeconds(Map<Kind, Sum> measured) {
    this.measured = measured;
  }

  static ExpectedSeconds of(Map<WorkId, WorkState> seen) {
    var measured = new HashMap<Kind, Sum>();
    seen.forEach((work, state) -> {
      if (state instanceof Done(_, var result)) {
        measured.merge(exact(work), new Sum(result.seconds(), 1), ExpectedSeconds::sum);
        measured.merge(wide(work), new Sum(result.seconds(), 1), ExpectedSeconds::sum);
      }
    });
    return new ExpectedSeconds(measured);
  }

  private static Sum sum(Sum a, Sum b) {
    return new Sum(a.seconds + b.seconds, a.count + b.count);
  }

  /** Empty as long as nothing of the work's setting has finished. */
  OptionalDouble of(WorkId work) {
    Sum sum = measured.getOrDefault(exact(work), measured.get(wide(work)));
    return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum.seconds / sum.count);
  }

  /**
   * The longest of what is expected of any work; empty as long as nothing has finished. What uses
   * no model, or a few images of it, tells nothing of how long training takes.
   */
  OptionalDouble longest() {
    return measured.entrySet().stream()
        .filter(entry ->
            switch (entry.getKey().sort) {
              case PREPARE, GATE -> false;
              case PRETRAIN, CELL -> true;
            })
        .mapToDouble(entry -> entry.getValue().seconds / entry.getValue().count)
        .max();
  }

  private static Kind exact(WorkId work) {
    return switch (work) {
      case Prepare(var dataset) -> new Kind(Sort.PREPARE, "", dataset);
      case Gate(var model) -> new Kind(Sort.GATE, "", model);
      case Pretrain(var model) -> new Kind(Sort.PRETRAIN, "", model);
      case OfCell(var cell) -> new Kind(Sort.CELL, cell.setting(), cell.model());
    };
  }

  private static Kind wide(WorkId work) {
    return switch (work) {
      case Prepare _ -> new Kind(Sort.PREPARE, "", "");
      case Gate _ -> new Kind(Sort.GATE, "", "");
      case Pretrain _ -> new Kind(Sort.PRETRAIN, "", "");
      case OfCell(var cell) -> new Kind(Sort.CELL, cell.setting(), "");
    };
  }
}
