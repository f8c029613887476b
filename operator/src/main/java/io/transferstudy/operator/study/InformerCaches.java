package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.job.JobConditions;
import io.transferstudy.operator.job.Labels;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Caches that informers keep: one of each kind for all studies, selected by label, without what
 * nobody reads.
 */
final class InformerCaches implements Caches {
  private final InformerEventSource<Job, TransferStudy> jobs;
  private final InformerEventSource<Pod, TransferStudy> pods;
  private final InformerEventSource<TransferCell, TransferStudy> cells;
  private final Map<String, TransferStudy> written = new ConcurrentHashMap<>();

  InformerCaches(EventSourceContext<TransferStudy> context) {
    jobs =
        source(
            context,
            Job.class,
            job -> {
              job.getMetadata().setManagedFields(List.of());
              job.setSpec(null);
            });
    pods =
        source(
            context,
            Pod.class,
            pod -> {
              pod.getMetadata().setManagedFields(List.of());
              var node = new PodSpec();
              node.setNodeName(pod.getSpec() == null ? null : pod.getSpec().getNodeName());
              pod.setSpec(node);
            });
    cells =
        source(context, TransferCell.class, cell -> cell.getMetadata().setManagedFields(List.of()));
  }

  private static <R extends HasMetadata> InformerEventSource<R, TransferStudy> source(
      EventSourceContext<TransferStudy> context, Class<R> type, Consumer<R> prune) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, TransferStudy.class)
            .withName(type.getSimpleName())
            .withNamespacesInheritedFromController()
            .withLabelSelector(Labels.STUDY_UID)
            .withSecondaryToPrimaryMapper(InformerCaches::study)
            .withItemStore(new PrunedStore<>(prune))
            .build(),
        context);
  }

  private static Set<ResourceID> study(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    String study = labels == null ? null : labels.get(TransferCell.STUDY_LABEL);
    return study == null
        ? Set.of()
        : Set.of(new ResourceID(study, object.getMetadata().getNamespace()));
  }

  /** How many Jobs have not ended, by the UID of their study. */
  Map<String, Integer> runningJobs() {
    return jobs.list(job -> !JobConditions.hasEnded(job))
        .map(job -> job.getMetadata().getLabels().get(Labels.STUDY_UID))
        .collect(Collectors.toMap(uid -> uid, _ -> 1, Integer::sum));
  }

  List<EventSource<?, TransferStudy>> eventSources() {
    return List.of(jobs, pods, cells);
  }

  @Override
  public List<Job> jobs(TransferStudy study) {
    return List.copyOf(jobs.getSecondaryResources(study));
  }

  @Override
  public List<Pod> pods(TransferStudy study) {
    return List.copyOf(pods.getSecondaryResources(study));
  }

  @Override
  public List<TransferCell> cells(TransferStudy study) {
    return List.copyOf(cells.getSecondaryResources(study));
  }

  @Override
  public void remember(HasMetadata object) {
    switch (object) {
      case Job job -> remember(jobs, job);
      case TransferCell cell -> remember(cells, cell);
      case TransferStudy study -> written.put(study.getMetadata().getUid(), study);
      default -> throw new IllegalArgumentException("not cached: " + object.getKind());
    }
  }

  private static <R extends HasMetadata> void remember(
      InformerEventSource<R, TransferStudy> source, R object) {
    var id = ResourceID.fromResource(object);
    source
        .get(id)
        .ifPresentOrElse(
            previous -> source.handleRecentResourceUpdate(id, object, previous),
            () -> source.handleRecentResourceCreate(id, object));
  }

  @Override
  public TransferStudy newest(TransferStudy cached) {
    TransferStudy own = written.get(cached.getMetadata().getUid());
    return own != null && version(own) > version(cached) ? own : cached;
  }

  /** Forgets a study that is gone. */
  void forget(String uid) {
    written.remove(uid);
  }

  private static long version(TransferStudy study) {
    return Long.parseLong(study.getMetadata().getResourceVersion());
  }
}
