package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.PretrainedStatus;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.JobExecutor;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.StudyCluster;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.work.WorkId;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One study's objects, read from caches and written through the API server. */
public final class StudyObjects implements StudyCluster {
  private static final int NOT_FOUND = HttpURLConnection.HTTP_NOT_FOUND;
  private static final int CONFLICT = HttpURLConnection.HTTP_CONFLICT;

  private final KubernetesClient client;
  private final Caches caches;
  private final StatusWriter writer;
  private final Blueprint blueprint;
  private TransferStudy study;

  /** The objects of {@code study}, for one look at it. */
  public StudyObjects(
      KubernetesClient client, Caches caches, TransferStudy study, Blueprint blueprint) {
    this.client = client;
    this.caches = caches;
    this.writer = new StatusWriter(client, caches);
    this.study = study;
    this.blueprint = blueprint;
  }

  /** The study with the status that was last written. */
  TransferStudy study() {
    return study;
  }

  StatusWriter writer() {
    return writer;
  }

  void studyIs(TransferStudy written) {
    study = written;
  }

  @Override
  public List<Job> jobs() {
    return owned(caches.jobs(study));
  }

  @Override
  public List<Pod> pods() {
    return owned(caches.pods(study));
  }

  List<TransferCell> cells() {
    return owned(caches.cells(study));
  }

  /**
   * A study that was deleted and made again under its name has nothing to do with the old one's.
   */
  private <R extends HasMetadata> List<R> owned(List<R> objects) {
    return objects.stream()
        .filter(object ->
            blueprint.uid().equals(object.getMetadata().getLabels().get(Labels.STUDY_UID)))
        .toList();
  }

  @Override
  public Map<WorkId, WorkRecord> records() {
    var records = new HashMap<WorkId, WorkRecord>();
    Map<String, TransferCell> cells = cellsByName();
    for (WorkId work : blueprint.definitions().keySet()) {
      switch (work) {
        case WorkId.OfCell _ -> {
          TransferCell cell = cells.get(blueprint.objectName(work));
          if (cell != null) {
            records.put(work, StatusRecords.read(cell.getStatus()));
          }
        }
        case WorkId.Pretrain pretrain ->
            pretrained(study, pretrain)
                .ifPresent(status -> records.put(work, StatusRecords.read(status)));
      }
    }
    return records;
  }

  Map<String, TransferCell> cellsByName() {
    return cells().stream()
        .collect(Collectors.toMap(cell -> cell.getMetadata().getName(), cell -> cell));
  }

  private Optional<PretrainedStatus> pretrained(TransferStudy from, WorkId.Pretrain work) {
    List<PretrainedStatus> all = from.getStatus() == null ? null : from.getStatus().pretrained();
    return all == null
        ? Optional.empty()
        : all.stream()
            .filter(status -> status.model().equals(work.model()))
            .filter(status -> blueprint.definition(work).orElse("").equals(status.definition()))
            .findFirst();
  }

  @Override
  public Optional<Job> liveJob(String name) {
    return Optional.ofNullable(
        client.batch().v1().jobs().inNamespace(blueprint.namespace()).withName(name).get());
  }

  @Override
  public List<Pod> livePods(Job job) {
    String uid = job.getMetadata().getUid();
    return client
        .pods()
        .inNamespace(blueprint.namespace())
        .withLabel(Labels.STUDY_UID, blueprint.uid())
        .list()
        .getItems()
        .stream()
        .filter(pod -> Labels.isOwnedBy(pod, uid))
        .toList();
  }

  @Override
  public WorkRecord liveRecord(WorkId work) {
    return switch (work) {
      case WorkId.OfCell _ -> {
        var cell =
            client
                .resources(TransferCell.class)
                .inNamespace(blueprint.namespace())
                .withName(blueprint.objectName(work))
                .get();
        yield cell == null ? WorkRecord.NONE : StatusRecords.read(cell.getStatus());
      }
      case WorkId.Pretrain pretrain -> {
        var live = client.resource(study).get();
        yield live == null
            ? WorkRecord.NONE
            : pretrained(live, pretrain).map(StatusRecords::read).orElse(WorkRecord.NONE);
      }
    };
  }

  @Override
  public void create(Job job) {
    createOnce(job);
  }

  /** Creates an object, unless this study owns one of the name already. */
  <R extends HasMetadata> void createOnce(R object) {
    R made;
    try {
      made = client.resource(object).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      made = client.resource(object).get();
      if (made == null) {
        throw e; // gone again in between: the next look will see
      }
      if (!Labels.isOwnedBy(made, blueprint.uid())) {
        throw new IllegalStateException(
            object.getKind()
                + " "
                + object.getMetadata().getName()
                + " exists and does not belong to this study; delete it");
      }
    }
    caches.remember(made);
  }

  @Override
  public void discard(Job job) {
    delete(job, DeletionPropagation.BACKGROUND);
  }

  @Override
  public void stop(Job job) {
    delete(job, DeletionPropagation.FOREGROUND);
  }

  void delete(HasMetadata object, DeletionPropagation propagation) {
    try {
      client.resource(object).withPropagationPolicy(propagation).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND && e.getCode() != CONFLICT) {
        throw e;
      }
    }
  }

  @Override
  public void store(Map<WorkId, Observation> changed) {
    var progress = Progress.of(blueprint.study(), JobExecutor.states(changed));
    Map<CellId, CellProgress> byCell =
        progress.cells().stream().collect(Collectors.toMap(CellProgress::cell, cell -> cell));
    Map<String, TransferCell> cells = cellsByName();
    changed.forEach((work, observation) -> {
      if (work instanceof WorkId.OfCell(CellId id)
          && byCell.get(id) instanceof CellProgress cellProgress
          && cells.get(blueprint.objectName(work)) instanceof TransferCell cell) {
        writer.write(cell, StatusRecords.cell(cellProgress, observation));
      }
    });
    if (changed.keySet().stream().anyMatch(WorkId.Pretrain.class::isInstance)) {
      study =
          writer.write(study, StudyReport.withPretrained(study.getStatus(), blueprint, changed));
    }
  }
}
