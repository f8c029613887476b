package io.transferstudy.bench.chaos;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks the API server how far the studies are: when to go on, not whether all is well. */
record Rest(KubernetesClient client, String namespace) {
  /** Studies that run or are to run. */
  long unfinished() {
    return studies().stream()
        .filter(study -> !Boolean.TRUE.equals(study.getSpec().suspend()))
        .filter(study -> !isComplete(study))
        .count();
  }

  /** Cells with a result. */
  long results() {
    return cells().stream().filter(Rest::hasResult).count();
  }

  /** Whether every study has its grid's results, and nothing is left over. */
  boolean isReached(Map<String, Shape> grids) {
    Map<String, List<TransferCell>> cells =
        cells().stream().collect(Collectors.groupingBy(cell -> cell.getSpec().studyName()));
    return grids.entrySet().stream()
            .allMatch(grid -> {
              List<TransferCell> own = cells.getOrDefault(grid.getKey(), List.of());
              return own.size() == grid.getValue().cells().size()
                  && own.stream().allMatch(Rest::hasResult);
            })
        && studies().stream().allMatch(Rest::isComplete)
        && client.batch().v1().jobs().inNamespace(namespace).list().getItems().isEmpty()
        && client.pods().inNamespace(namespace).list().getItems().isEmpty();
  }

  private List<TransferStudy> studies() {
    return client.resources(TransferStudy.class).inNamespace(namespace).list().getItems();
  }

  private List<TransferCell> cells() {
    return client.resources(TransferCell.class).inNamespace(namespace).list().getItems();
  }

  private static boolean hasResult(TransferCell cell) {
    return cell.getStatus() != null && "Succeeded".equals(cell.getStatus().phase());
  }

  private static boolean isComplete(TransferStudy study) {
    TransferStudyStatus status = study.getStatus();
    return status != null
        && "Complete".equals(status.state())
        && study.getMetadata().getGeneration().equals(status.observedGeneration());
  }
}
