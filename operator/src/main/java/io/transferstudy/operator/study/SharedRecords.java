package io.transferstudy.operator.study;

import io.transferstudy.api.v1alpha1.DatasetStatus;
import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.SharedStatus;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.study.work.WorkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a study's status keeps of the work that is done once in it.
 *
 * @param pretrained of pretrainings
 * @param gates of checks of weights
 * @param prepared of data sets
 */
record SharedRecords(
    List<ModelStatus> pretrained, List<ModelStatus> gates, List<DatasetStatus> prepared) {
  static final SharedRecords NONE = new SharedRecords(List.of(), List.of(), List.of());

  SharedRecords {
    pretrained = List.copyOf(pretrained);
    gates = List.copyOf(gates);
    prepared = List.copyOf(prepared);
  }

  /** Those of a status. */
  static SharedRecords of(@Nullable TransferStudyStatus status) {
    return status == null
        ? NONE
        : new SharedRecords(
            orEmpty(status.pretrained()), orEmpty(status.gates()), orEmpty(status.prepared()));
  }

  /** All of a status. */
  static Stream<SharedStatus> all(@Nullable TransferStudyStatus status) {
    SharedRecords records = of(status);
    return Stream.of(records.pretrained, records.gates, records.prepared).flatMap(List::stream);
  }

  /** That of a piece of work, of whatever definition. */
  Optional<SharedStatus> of(WorkId.Shared work) {
    return switch (work) {
      case WorkId.Pretrain(var model) -> named(pretrained, model);
      case WorkId.Gate(var model) -> named(gates, model);
      case WorkId.Prepare(var dataset) -> named(prepared, dataset);
    };
  }

  /** With another record of that work, in its old place if it had one. */
  SharedRecords with(WorkId.Shared work, SharedStatus record) {
    return switch (record) {
      case DatasetStatus dataset ->
          new SharedRecords(pretrained, gates, replaced(prepared, dataset));
      case ModelStatus model when work instanceof WorkId.Gate ->
          new SharedRecords(pretrained, replaced(gates, model), prepared);
      case ModelStatus model -> new SharedRecords(replaced(pretrained, model), gates, prepared);
    };
  }

  private static Optional<SharedStatus> named(List<? extends SharedStatus> records, String name) {
    return records.stream()
        .filter(known -> known.subject().equals(name))
        .<SharedStatus>map(known -> known)
        .findFirst();
  }

  private static <S extends SharedStatus> List<S> replaced(List<S> records, S record) {
    var changed = new ArrayList<>(records);
    changed.replaceAll(known -> known.subject().equals(record.subject()) ? record : known);
    if (!changed.contains(record)) {
      changed.add(record);
    }
    return changed;
  }

  /** For the status, where an empty list is left out. */
  @Nullable List<ModelStatus> pretrainedOrNull() {
    return orNull(pretrained);
  }

  /** Likewise. */
  @Nullable List<ModelStatus> gatesOrNull() {
    return orNull(gates);
  }

  /** Likewise. */
  @Nullable List<DatasetStatus> preparedOrNull() {
    return orNull(prepared);
  }

  private static <S> @Nullable List<S> orNull(List<S> records) {
    return records.isEmpty() ? null : records;
  }

  private static <S> List<S> orEmpty(@Nullable List<S> records) {
    return records == null ? List.of() : records;
  }
}
