package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.SharedStatus;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.JobConditions;
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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One study's objects, read from caches and written through the API server. */
public final class StudyObjects implements StudyCluster {
  private static final Logger LOG = LoggerFactory.getLogger(StudyObjects.class);
  private static final Duration TO_STORE = Duration.ofMillis(700);
  private static final Duration TO_DISCARD = Duration.ofMillis(600);
  private static final int NOT_FOUND = HttpURLConnection.HTTP_NOT_FOUND;
  private static final int CONFLICT = HttpURLConnection.HTTP_CONFLICT;

  private final KubernetesClient client;
  private final Caches caches;
  private final StatusWriter writer;
  private final Blueprint blueprint;
  private final Map<String, Job> jobs;
  private final List<Pod> pods;
  private final Map<String, TransferCell> cells;
  private final Map<WorkId, WorkRecord> records = new ConcurrentHashMap<>();
  private volatile TransferStudy study;
  private @Nullable QuotaWaits quotaWaits;

  /** The objects of {@code study}, for one look at it. */
  public StudyObjects(
      KubernetesClient client,
      Caches caches,
      EventRecorder events,
      TransferStudy study,
      Blueprint blueprint) {
    this.client = client;
    this.caches = caches;
    this.writer = new StatusWriter(client, caches, events);
    this.study = study;
    this.blueprint = blueprint;
    this.jobs = byName(owned(caches.jobs(study)));
    this.pods = owned(caches.pods(study));
    this.cells = byName(owned(caches.cells(study)));
    for (WorkId work : blueprint.definitions().keySet()) {
      stored(work).ifPresent(record -> records.put(work, record));
    }
  }

  private static <R extends HasMetadata> Map<String, R> byName(List<R> objects) {
    var named = new ConcurrentHashMap<String, R>();
    objects.forEach(object -> named.put(object.getMetadata().getName(), object));
    return named;
  }

  /** The study with the status that was last written. */
  TransferStudy study() {
    return study;
  }

  @Override
  public List<Job> jobs() {
    return List.copyOf(jobs.values());
  }

  @Override
  public List<Pod> pods() {
    return pods;
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
    return records;
  }

  private Optional<WorkRecord> stored(WorkId work) {
    return switch (work) {
      case WorkId.OfCell _ ->
          Optional.ofNullable(cells.get(blueprint.objectName(work)))
              .map(cell -> StatusRecords.read(cell.getStatus()));
      case WorkId.Shared shared -> stored(study, shared).map(StatusRecords::read);
    };
  }

  Map<String, TransferCell> cells() {
    return cells;
  }

  /**
   * Writes a cell's status, if it differs.
   *
   * @return false if somebody else wrote since, or the cell is gone
   */
  boolean write(WorkId work, TransferCell cell, TransferCellStatus status) {
    return unlessBehind(() -> {
      TransferCell written = writer.write(cell, status);
      cells.put(cell.getMetadata().getName(), written);
      records.put(work, StatusRecords.read(written.getStatus()));
    });
  }

  /**
   * Writes the study's status, if it differs.
   *
   * @return false if somebody else wrote since, or the study is gone
   */
  boolean write(TransferStudyStatus status) {
    return unlessBehind(() -> study = writer.write(study, status));
  }

  private boolean unlessBehind(Runnable write) {
    try {
      write.run();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT && e.getCode() != NOT_FOUND) {
        throw e;
      }
      LOG.debug("not written, the caches are behind: {}", e.getMessage());
      return false;
    }
  }

  private Optional<SharedStatus> stored(TransferStudy from, WorkId.Shared work) {
    return SharedRecords.of(from.getStatus())
        .of(work)
        .filter(status -> blueprint.definition(work).orElse("").equals(status.definition()));
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
  public Optional<String> quotaWait(Job job) {
    if (quotaWaits == null) { // one request for all that waits, however often it is looked at
      quotaWaits =
          QuotaWaits.of(
              client,
              blueprint.namespace(),
              jobs().stream().filter(each -> !JobConditions.hasEnded(each)).toList());
    }
    return quotaWaits.of(job);
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
      case WorkId.Shared shared -> {
        var live = client.resource(study).get();
        yield live == null
            ? WorkRecord.NONE
            : stored(live, shared).map(StatusRecords::read).orElse(WorkRecord.NONE);
      }
    };
  }

  @Override
  public void create(Job job) {
    jobs.put(job.getMetadata().getName(), createOnce(job));
  }

  void create(TransferCell cell) {
    cells.put(cell.getMetadata().getName(), createOnce(cell));
  }

  /** Creates an object, unless this study owns one of the name already. */
  private <R extends HasMetadata> R createOnce(R object) {
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
    return made;
  }

  @Override
  public boolean discard(List<Job> done) {
    return Requests.within(
        Turn.of(TO_DISCARD), done, job -> delete(job, DeletionPropagation.BACKGROUND));
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

  /** Deletes the study as it was last seen; one that was edited since stays. */
  void expire() {
    try {
      client.resource(study).lockResourceVersion(study.getMetadata().getResourceVersion()).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND && e.getCode() != CONFLICT) {
        throw e;
      }
    }
  }

  @Override
  public boolean store(Map<WorkId, Observation> changed) {
    boolean all = true;
    if (changed.keySet().stream().anyMatch(WorkId.Shared.class::isInstance)) {
      all = write(StudyReport.withShared(study.getStatus(), blueprint, changed));
      for (WorkId work : changed.keySet()) {
        if (work instanceof WorkId.Shared) {
          stored(work).ifPresent(record -> records.put(work, record));
        }
      }
    }
    return storeCells(changed) && all;
  }

  /** Ends first: who has a result should not wait for who begins. */
  private boolean storeCells(Map<WorkId, Observation> changed) {
    var progress = Progress.of(blueprint.study(), JobExecutor.states(changed));
    Map<CellId, CellProgress> byCell =
        progress.cells().stream().collect(Collectors.toMap(CellProgress::cell, cell -> cell));
    var behind = new AtomicBoolean();
    boolean all =
        Requests.within(
            Turn.of(TO_STORE),
            changed.entrySet().stream()
                .sorted(Comparator.comparing(e -> e.getValue().record().outcome() == null))
                .toList(),
            entry -> {
              if (entry.getKey() instanceof WorkId.OfCell(CellId id)
                  && byCell.get(id) instanceof CellProgress cellProgress
                  && cells.get(blueprint.objectName(entry.getKey())) instanceof TransferCell cell
                  && !write(
                      entry.getKey(), cell, StatusRecords.cell(cellProgress, entry.getValue()))) {
                behind.set(true);
              }
            });
    return all && !behind.get();
  }
}
