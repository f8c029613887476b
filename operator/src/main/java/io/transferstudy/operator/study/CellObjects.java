package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellSpec;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.work.WorkId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the TransferCells of a study equal to its grid. */
final class CellObjects {
  private static final Duration TO_CREATE = Duration.ofMillis(400);

  private final Blueprint blueprint;
  private final StudyObjects objects;

  CellObjects(Blueprint blueprint, StudyObjects objects) {
    this.blueprint = blueprint;
    this.objects = objects;
  }

  /**
   * Creates the cells that lack and deletes those that are no longer of the grid, of which one with
   * another definition is one.
   *
   * @param first what is to be started, and so needs its cell before others do
   * @return false if some are left for the next look
   */
  boolean align(Set<WorkId> first) {
    Map<String, TransferCell> existing = objects.cells();
    var wanted = new HashSet<String>();
    var missing = new LinkedHashMap<WorkId, TransferCell>();
    for (var entry : blueprint.definitions().entrySet()) {
      if (entry.getKey() instanceof WorkId.OfCell work) {
        String name = blueprint.objectName(work);
        wanted.add(name);
        if (!existing.containsKey(name)) {
          missing.put(work, cell(name, work, entry.getValue()));
        }
      }
    }
    List<TransferCell> surplus =
        existing.values().stream()
            .filter(cell -> !wanted.contains(cell.getMetadata().getName()))
            .filter(cell -> cell.getMetadata().getDeletionTimestamp() == null)
            .toList();
    List<TransferCell> inTurn =
        missing.entrySet().stream()
            .sorted(Comparator.comparing(entry -> !first.contains(entry.getKey())))
            .map(Map.Entry::getValue)
            .toList();
    boolean created = Requests.within(Turn.of(TO_CREATE), inTurn, objects::create);
    return Requests.within(
            Turn.of(TO_CREATE),
            surplus,
            cell -> objects.delete(cell, DeletionPropagation.BACKGROUND))
        && created;
  }

  private TransferCell cell(String name, WorkId.OfCell work, String definition) {
    CellId id = work.cell();
    var cell = new TransferCell();
    cell.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(blueprint.namespace())
            .withLabels(Labels.of(blueprint.study().name(), blueprint.uid(), work))
            .withOwnerReferences(blueprint.owner())
            .build());
    cell.setSpec(
        new TransferCellSpec(
            blueprint.study().name(),
            blueprint.uid(),
            id.model(),
            id.dataset(),
            id.setting(),
            id.seed(),
            definition));
    return cell;
  }
}
