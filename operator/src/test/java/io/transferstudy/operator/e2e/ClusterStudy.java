package io.transferstudy.operator.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.kube.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A study that was applied to the cluster. */
record ClusterStudy(Lab lab, String namespace, String name) {
  /** Begins the note of a progress line when hyperparameters are tried. */
  private static final String STEP = "search ";

  /** Applies a manifest as it is. */
  static ClusterStudy apply(Lab lab, String namespace, Path manifest) {
    String said = lab.kubectl("apply", "-n", namespace, "-f", manifest.toString(), "-o", "name");
    return new ClusterStudy(lab, namespace, said.strip().replaceFirst(".*/", ""));
  }

  /** Waits until it is complete; gives up at once when it cannot become so any more. */
  void awaitComplete(Duration patience) {
    Await.value(
        patience,
        name + " Complete",
        () -> {
          var study = study();
          if (is(study, "Accepted", "False") || is(study, "Complete", "False")) {
            var counts = study.getStatus().counts();
            if (counts == null || counts.failed() > 0) {
              throw new AssertionError(name + " will not complete: " + study.getStatus());
            }
          }
          return is(study, "Complete", "True") ? Optional.of(true) : Optional.empty();
        });
  }

  /** Waits until no cell is open, whether they have succeeded or not. */
  TransferStudyStatus awaitEnd(Duration patience) {
    return Await.value(
            patience,
            name + " at its end",
            () -> Optional.of(study()).filter(study -> is(study, "Complete", "True")))
        .getStatus();
  }

  private TransferStudy study() {
    return lab.client()
        .resources(TransferStudy.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  private static boolean is(TransferStudy study, String type, String status) {
    return study.getStatus() != null
        && study.getStatus().conditions() != null
        && study.getStatus().conditions().stream()
            .filter(condition -> condition.type().equals(type))
            .map(StudyCondition::status)
            .anyMatch(status::equals);
  }

  /** Its cells. */
  Stream<TransferCell> cells() {
    return lab
        .client()
        .resources(TransferCell.class)
        .inNamespace(namespace)
        .withLabel(TransferCell.STUDY_LABEL, name)
        .list()
        .getItems()
        .stream();
  }

  /** Waits until that many cells have succeeded. */
  void awaitSucceeded(int cells, Duration patience) {
    Await.value(
        patience,
        cells + " cells of " + name,
        () -> Optional.of(Scores.of(cells()).byCell().size()).filter(done -> done >= cells));
  }

  /**
   * Deletes a worker's pod as soon as it says that it trains, so early that it cannot end in the
   * grace that it has to write its checkpoint.
   *
   * @return its piece of work
   */
  String deleteTrainingWorker(Duration patience) {
    Pod pod =
        Await.value(
            patience,
            "a training worker of " + name,
            () ->
                lab
                    .client()
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(TransferCell.STUDY_LABEL, name)
                    .list()
                    .getItems()
                    .stream()
                    .filter(p -> "Running".equals(p.getStatus().getPhase()))
                    .filter(p -> trains(p.getMetadata().getName()))
                    .findFirst());
    lab.kubectl("delete", "pod", pod.getMetadata().getName(), "-n", namespace, "--wait=false");
    return pod.getMetadata().getAnnotations().get(Labels.WORK);
  }

  private boolean trains(String pod) {
    return lab.client().pods().inNamespace(namespace).withName(pod).getLog().contains(STEP);
  }
}
