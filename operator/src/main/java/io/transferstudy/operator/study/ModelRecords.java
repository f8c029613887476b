package io.transferstudy.operator.study;

import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.study.work.WorkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a study's status keeps of the work that is done once for a model.
 *
 * @param pretrained of pretrainings
 * @param gates of checks of weights
 */
record ModelRecords(List<ModelStatus> pretrained, List<ModelStatus> gates) {
  ModelRecords {
    pretrained = List.copyOf(pretrained);
    gates = List.copyOf(gates);
  }

  /** Those of a status. */
  static ModelRecords of(@Nullable TransferStudyStatus status) {
    return status == null
        ? new ModelRecords(List.of(), List.of())
        : new ModelRecords(orEmpty(status.pretrained()), orEmpty(status.gates()));
  }

  /** All of a status. */
  static Stream<ModelStatus> all(@Nullable TransferStudyStatus status) {
    ModelRecords records = of(status);
    return Stream.concat(records.pretrained.stream(), records.gates.stream());
  }

  /** That of a piece of work, of whatever definition. */
  Optional<ModelStatus> of(WorkId.OfModel work) {
    return list(work).stream().filter(known -> known.model().equals(work.model())).findFirst();
  }

  /** With another record of that work, in its old place if it had one. */
  ModelRecords with(WorkId.OfModel work, ModelStatus record) {
    var changed = new ArrayList<>(list(work));
    changed.replaceAll(known -> known.model().equals(record.model()) ? record : known);
    if (!changed.contains(record)) {
      changed.add(record);
    }
    return switch (work) {
      case WorkId.Pretrain _ -> new ModelRecords(changed, gates);
      case WorkId.Gate _ -> new ModelRecords(pretrained, changed);
    };
  }

  private List<ModelStatus> list(WorkId.OfModel work) {
    return switch (work) {
      case WorkId.Pretrain _ -> pretrained;
      case WorkId.Gate _ -> gates;
    };
  }

  /** For the status, where an empty list is left out. */
  @Nullable List<ModelStatus> pretrainedOrNull() {
    return pretrained.isEmpty() ? null : pretrained;
  }

  /** Likewise. */
  @Nullable List<ModelStatus> gatesOrNull() {
    return gates.isEmpty() ? null : gates;
  }

  private static List<ModelStatus> orEmpty(@Nullable List<ModelStatus> models) {
    return models == null ? List.of() : models;
  }
}
