package io.transferstudy.study.plan;

import io.transferstudy.study.grid.Scheduling;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkId.Gate;
import io.transferstudy.study.work.WorkId.OfCell;
import io.transferstudy.study.work.WorkId.Prepare;
import io.transferstudy.study.work.WorkId.Pretrain;
import io.transferstudy.study.work.WorkId.Shared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/**
 * Puts work in the order in which it is to be started: that which others wait for first, then what
 * is expected to take longest. Of settings that nothing is known of yet, training counts as longer,
 * and fixed features as shorter, than all that was measured. Equals stay in the order of the grid.
 */
final class StartOrder {
  private StartOrder() {}

  /**
   * @param work in the order of the grid
   */
  static List<WorkId> of(Study study, List<WorkId> work, ExpectedSeconds expected) {
    return switch (study.scheduling().order()) {
      case Scheduling.Order.GRID -> work;
      case Scheduling.Order.LONGEST_FIRST -> {
        var seconds = new HashMap<WorkId, Double>();
        work.forEach(each -> seconds.put(each, seconds(study, each, expected)));
        var sorted = new ArrayList<>(work);
        sorted.sort(
            Comparator.comparing((WorkId each) -> !(each instanceof Shared))
                .thenComparing(seconds::get, Comparator.reverseOrder()));
        yield sorted;
      }
    };
  }

  private static double seconds(Study study, WorkId work, ExpectedSeconds expected) {
    return expected
        .of(work)
        .orElseGet(() ->
            switch (work) {
              case Gate _ -> 0.0;
              case Prepare _, Pretrain _ -> Double.MAX_VALUE;
              case OfCell(var cell) ->
                  switch (study.grid().setting(cell.setting())) {
                    case Setting.Training _ -> Double.MAX_VALUE;
                    case Setting.FixedFeatures _ -> 0.0;
                  };
            });
  }
}
