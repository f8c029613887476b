package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellSpec;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.work.WorkId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Keeps the TransferCells of a study equal to its grid. */
final class CellObjects {
  /** A larger grid is created in several steps, so that other studies are not kept waiting. */
  private static final int MOST_AT_ONCE = 500;

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
   * @return whether more are to be created in a next step
   */
  boolean align() {
    Map<String, TransferCell> existing = objects.cells();
    var wanted = new HashSet<String>();
    var missing = new ArrayList<TransferCell>();
    for (var entry : blueprint.definitions().entrySet()) {
      if (entry.getKey() instanceof WorkId.OfCell work) {
        String name = blueprint.objectName(work);
        wanted.add(name);
        if (!existing.containsKey(name)) {
          missing.add(cell(name, work, entry.getValue()));
        }
      }
    }
    List<TransferCell> surplus =
        existing.values().stream()
            .filter(cell -> !wanted.contains(cell.getMetadata().getName()))
            .filter(cell -> cell.getMetadata().getDeletionTimestamp() == null)
            .toList();
    Requests.all(missing.subList(0, Math.min(MOST_AT_ONCE, missing.size())), objects::create);
    Requests.all(surplus, cell -> objects.delete(cell, DeletionPropagation.BACKGROUND));
    return missing.size() > MOST_AT_ONCE;
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
