package io.transferstudy.operator.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellSpec;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.event.StudyEvent.Type;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.work.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a cell's status and the events that tell of it: on the cell each failed attempt, what
 * a running one waits for, and that it was given up; on its study the first failure and the end.
 */
record CellChange(
    TransferCell cell, @Nullable TransferCellStatus before, TransferCellStatus after) {
  /** Words for what goes on by itself. */
  private static final Set<String> ORDINARY =
      Set.of("PodNotCreated", "Stopping", "Replacing", "Suspended");

  /** The failure that this change brings, if it brings one. */
  Optional<Failure> failure() {
    return AttemptFailure.between(StatusRecords.read(before), StatusRecords.read(after));
  }

  List<StudyEvent> events() {
    var events = new ArrayList<StudyEvent>();
    failure()
        .ifPresent(failure -> {
          String reason = StatusRecords.reason(failure.kind());
          String text = "attempt " + after.attempt() + ": " + failure.message();
          boolean free = failure.kind().retry() == Failure.Retry.FREE;
          events.add(StudyEvent.of(cell, free ? Type.NORMAL : Type.WARNING, reason, text));
          boolean first = Integer.valueOf(1).equals(after.attempt());
          if (first && !givenUp() && failure.kind() != Failure.Kind.INTERRUPTED) {
            study()
                .ifPresent(study ->
                    events.add(
                        StudyEvent.of(study, Type.WARNING, reason, "cell " + name() + " " + text)));
          }
        });
    if (givenUp()) {
      String text = after.reason() + " on attempt " + after.attempt() + ": " + after.message();
      events.add(StudyEvent.of(cell, Type.WARNING, "GivenUp", text));
      study()
          .ifPresent(study ->
              events.add(
                  StudyEvent.of(study, Type.WARNING, "CellFailed", "cell " + name() + " " + text)));
    }
    waitsFor()
        .ifPresent(reason ->
            events.add(
                StudyEvent.of(
                    cell,
                    Type.NORMAL,
                    reason,
                    "attempt %d waits: %s".formatted(after.attempt(), after.message()))));
    return events;
  }

  /** Not where the pretraining of the cell's model failed: the study's own events say that once. */
  private boolean givenUp() {
    boolean wasFailed = before != null && Phase.FAILED.label().equals(before.phase());
    return Phase.FAILED.label().equals(after.phase())
        && !wasFailed
        && after.attempt() != null
        && after.attempt() > 0;
  }

  private Optional<String> waitsFor() {
    String reason = after.reason();
    boolean known =
        before != null
            && Phase.RUNNING.label().equals(before.phase())
            && reason != null
            && reason.equals(before.reason());
    return reason == null
            || known
            || ORDINARY.contains(reason)
            || !Phase.RUNNING.label().equals(after.phase())
        ? Optional.empty()
        : Optional.of(reason);
  }

  private String name() {
    TransferCellSpec spec = cell.getSpec();
    return "%s/%s/%s/%d".formatted(spec.model(), spec.dataset(), spec.setting(), spec.seed());
  }

  /** The owner, as far as an event needs to know it. */
  private Optional<HasMetadata> study() {
    return cell.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(this::study)
        .findFirst();
  }

  private HasMetadata study(OwnerReference owner) {
    var study = new TransferStudy();
    study.getMetadata().setNamespace(cell.getMetadata().getNamespace());
    study.getMetadata().setName(owner.getName());
    study.getMetadata().setUid(owner.getUid());
    return study;
  }
}
