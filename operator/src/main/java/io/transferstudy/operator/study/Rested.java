package io.transferstudy.operator.study;

import io.transferstudy.api.v1alpha1.CellCounts;
import io.transferstudy.api.v1alpha1.SharedStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.work.WorkId;
import java.util.List;
import java.util.Set;

/**
 * Studies that start nothing any more. Not every complete one is: its cells have ended, but where
 * some failed with a data set or with a model, other shared work goes on and is tried again.
 */
final class Rested {
  private static final List<String> ENDS = List.of(Phase.SUCCEEDED.label(), Phase.FAILED.label());

  private Rested() {}

  /**
   * Whether a study is one of them.
   *
   * @param work all of the study's
   */
  static boolean is(TransferStudy study, Set<WorkId> work) {
    TransferStudyStatus status = study.getStatus();
    if (status == null
        || !"Complete".equals(status.state())
        || !study.getMetadata().getGeneration().equals(status.observedGeneration())) {
      return false;
    }
    SharedRecords records = SharedRecords.of(status);
    CellCounts counts = status.counts();
    // Nobody asks for a gate or a data set without a record where all cells have succeeded; a
    // pretraining is wanted for itself.
    boolean allSucceeded = counts != null && counts.failed() == 0;
    return work.stream()
        .filter(WorkId.Shared.class::isInstance)
        .map(WorkId.Shared.class::cast)
        .allMatch(shared ->
            records
                .of(shared)
                .map(Rested::hasEnded)
                .orElse(allSucceeded && !(shared instanceof WorkId.Pretrain)));
  }

  private static boolean hasEnded(SharedStatus record) {
    return ENDS.contains(String.valueOf(record.phase()));
  }
}
