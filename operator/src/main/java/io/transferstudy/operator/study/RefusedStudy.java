package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.mapping.Violation;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.job.Interruption;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A study that cannot be run as it is. What an earlier, valid version of it started is stopped,
 * recorded as interrupted, and goes on from its checkpoint when the study is corrected.
 */
final class RefusedStudy {
  private final KubernetesClient client;
  private final StatusWriter writer;
  private final TransferStudy study;
  private final Instant now;
  private final Map<String, TransferCell> cells;
  private final List<Interruption> running;

  RefusedStudy(
      KubernetesClient client,
      Caches caches,
      StatusWriter writer,
      TransferStudy study,
      Instant now) {
    this.client = client;
    this.writer = writer;
    this.study = study;
    this.now = now;
    this.cells =
        caches.cells(study).stream()
            .filter(this::isOwn)
            .collect(Collectors.toMap(cell -> cell.getMetadata().getName(), cell -> cell));
    this.running =
        caches.jobs(study).stream()
            .filter(this::isOwn)
            .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
            .flatMap(job -> interruption(job, caches).stream())
            .toList();
  }

  private Optional<Interruption> interruption(Job job, Caches caches) {
    var pods =
        caches.pods(study).stream()
            .filter(pod -> Labels.isOwnedBy(pod, job.getMetadata().getUid()))
            .toList();
    return Interruption.of(job, pods, this::record, "stopped: the study became invalid", now);
  }

  private boolean isOwn(HasMetadata object) {
    return study
        .getMetadata()
        .getUid()
        .equals(object.getMetadata().getLabels().get(Labels.STUDY_UID));
  }

  private WorkRecord record(String objectName) {
    TransferCell cell = cells.get(objectName);
    return cell == null
        ? SharedRecords.all(study.getStatus())
            .filter(status -> String.valueOf(status.jobName()).startsWith(objectName + "-"))
            .map(StatusRecords::read)
            .findFirst()
            .orElse(WorkRecord.NONE)
        : StatusRecords.read(cell.getStatus());
  }

  /** The study's status: why it is refused, and nothing as running. */
  TransferStudyStatus status(List<Violation> violations) {
    SharedRecords shared = SharedRecords.of(study.getStatus());
    for (Interruption stopped : running) {
      if (stopped.work() instanceof WorkId.Shared work) {
        shared =
            shared.with(
                work,
                StatusRecords.shared(work, stopped.definition(), Phase.PENDING, stopped.seen()));
      }
    }
    return StudyReport.refused(study, shared, violations, now);
  }

  /** Records first, then deletes: afterwards nothing would tell why a Job went. */
  void stop(TransferStudyStatus status) {
    for (Interruption stopped : running) {
      if (stopped.work() instanceof WorkId.OfCell(var id)
          && cells.get(stopped.objectName()) instanceof TransferCell cell) {
        var progress =
            new CellProgress(
                id,
                Phase.PENDING,
                stopped.seen().record().attempts().made(),
                null,
                failure(stopped.seen().record().outcome()));
        writer.write(cell, StatusRecords.cell(progress, stopped.seen()));
      }
    }
    writer.write(study, status);
    for (Interruption stopped : running) {
      client.resource(stopped.job()).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    }
  }

  private static @Nullable Failure failure(@Nullable Outcome outcome) {
    return outcome instanceof Outcome.Failed(var failure) ? failure : null;
  }
}
