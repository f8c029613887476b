package io.transferstudy.bench.chaos;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.api.v1alpha1.SharedStatus;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.study.work.WorkId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the API server how far the studies are: when to go on, not whether all is well. */
record Rest(KubernetesClient client, String namespace) {
  private static final String SUCCEEDED = "Succeeded";
  private static final String FAILED = "Failed";
  private static final String WORK = Api.GROUP + "/work";

  /** Studies that run or are to run. */
  long unfinished() {
    return studies().stream()
        .filter(study -> !Boolean.TRUE.equals(study.getSpec().suspend()))
        .filter(study -> !isComplete(study))
        .count();
  }

  /** Results that are kept, of cells and of what is done once. */
  long results() {
    return cells().stream().filter(cell -> phase(cell).equals(SUCCEEDED)).count()
        + studies().stream()
            .flatMap(study -> shared(study).values().stream())
            .filter(SUCCEEDED::equals)
            .count();
  }

  /** Whether every study has come as far as its grid can, and nothing is left over. */
  boolean isReached(Map<String, Shape> grids) {
    Map<String, List<TransferCell>> cells =
        cells().stream().collect(Collectors.groupingBy(cell -> cell.getSpec().studyName()));
    Map<String, TransferStudy> studies =
        studies().stream()
            .collect(Collectors.toMap(study -> study.getMetadata().getName(), study -> study));
    return grids.entrySet().stream()
            .allMatch(grid ->
                isReached(grid.getValue(), cells.getOrDefault(grid.getKey(), List.of()))
                    && studies.get(grid.getKey()) instanceof TransferStudy study
                    && isComplete(study)
                    && shared(study).equals(ends(grid.getValue())))
        && isTidy(grids);
  }

  private static boolean isReached(Shape shape, List<TransferCell> cells) {
    Map<Boolean, Long> byEnd =
        cells.stream()
            .collect(
                Collectors.groupingBy(cell -> phase(cell).equals(FAILED), Collectors.counting()));
    return cells.size() == shape.cells().size()
        && cells.stream().allMatch(cell -> List.of(SUCCEEDED, FAILED).contains(phase(cell)))
        && byEnd.getOrDefault(true, 0L) == shape.failingCells().size();
  }

  /** How what is done once ends, by its key. */
  private static Map<String, String> ends(Shape shape) {
    return shape.shared().stream()
        .collect(
            Collectors.toMap(
                key -> key, key -> shape.failing().contains(key) ? FAILED : SUCCEEDED));
  }

  /** The Job of a last failure stays, for its log. */
  private boolean isTidy(Map<String, Shape> grids) {
    List<Job> jobs = client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    List<Pod> pods = client.pods().inNamespace(namespace).list().getItems();
    return jobs.stream().map(Rest::work).distinct().count() == jobs.size()
        && jobs.stream().allMatch(job -> isFailing(job, grids) && hasFailed(job))
        && pods.stream().allMatch(pod -> isFailing(pod, grids) && hasFailed(pod));
  }

  private static String study(HasMetadata object) {
    return object.getMetadata().getLabels().getOrDefault(TransferCell.STUDY_LABEL, "");
  }

  private static String work(HasMetadata object) {
    return study(object) + " " + object.getMetadata().getAnnotations().get(WORK);
  }

  private static boolean isFailing(HasMetadata object, Map<String, Shape> grids) {
    String study = study(object);
    return grids.get(study) instanceof Shape shape
        && shape.failing().stream().anyMatch(key -> work(object).equals(study + " " + key));
  }

  private static boolean hasFailed(Job job) {
    return job.getStatus().getConditions().stream()
        .anyMatch(condition -> condition.getType().equals(FAILED));
  }

  private static boolean hasFailed(Pod pod) {
    return FAILED.equals(pod.getStatus().getPhase());
  }

  private List<TransferStudy> studies() {
    return client.resources(TransferStudy.class).inNamespace(namespace).list().getItems();
  }

  private List<TransferCell> cells() {
    return client.resources(TransferCell.class).inNamespace(namespace).list().getItems();
  }

  private static String phase(TransferCell cell) {
    return cell.getStatus() == null ? "" : String.valueOf(cell.getStatus().phase());
  }

  /** Phases of what is done once, by its key. */
  private static Map<String, String> shared(TransferStudy study) {
    var phases = new HashMap<String, String>();
    if (study.getStatus() instanceof TransferStudyStatus status) {
      put(phases, WorkId.Gate::new, status.gates());
      put(phases, WorkId.Pretrain::new, status.pretrained());
      put(phases, WorkId.Prepare::new, status.prepared());
    }
    return phases;
  }

  private static void put(
      Map<String, String> phases,
      Function<String, WorkId> work,
      @Nullable List<? extends SharedStatus> records) {
    if (records != null) {
      records.forEach(
          record -> phases.put(work.apply(record.subject()).key(), String.valueOf(record.phase())));
    }
  }

  private static boolean isComplete(TransferStudy study) {
    TransferStudyStatus status = study.getStatus();
    return status != null
        && "Complete".equals(status.state())
        && study.getMetadata().getGeneration().equals(status.observedGeneration());
  }
}
