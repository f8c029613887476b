package io.transferstudy.study.plan;

import io.transferstudy.study.grid.Study;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The data sets of a study that are verified and packed. */
public final class Preparations {
  private Preparations() {}

  /** Each with what is asked of a worker, in the order of the grid. */
  public static Map<WorkId.Prepare, Stage.Prepare> of(Study study) {
    var preparations = new LinkedHashMap<WorkId.Prepare, Stage.Prepare>();
    for (WorkId.Shared work : Prerequisites.all(study)) {
      if (work instanceof WorkId.Prepare prepare) {
        Prerequisites.packed(study, prepare.dataset())
            .ifPresent(dataset -> preparations.put(prepare, new Stage.Prepare(dataset)));
      }
    }
    return preparations;
  }
}
