package io.transferstudy.bench.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Set;

/**
 * What kubelets do and whoever plays the pods does not: a pod that is deleted while it runs ends as
 * failed first. Without that its Job would wait for it for ever.
 */
final class Kubelets implements AutoCloseable {
  private static final long BETWEEN_MILLIS = 1_000;
  private static final int TERMINATED = 128 + 15; // by SIGTERM
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final String namespace;
  private final Thread thread;

  Kubelets(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.thread = Thread.ofVirtual().start(this::work);
  }

  private void work() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_MILLIS);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      client.pods().inNamespace(namespace).list().getItems().stream()
          .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
          .filter(pod -> !OVER.contains(pod.getStatus().getPhase()))
          .forEach(pod -> client.resource(ended(pod)).updateStatus());
    } catch (KubernetesClientException e) {
      // The API server is away, or the pod has changed or gone: the next look will see.
    }
  }

  private static Pod ended(Pod pod) {
    var ended = new PodBuilder(pod).editStatus().withPhase("Failed");
    for (int i = 0; i < pod.getStatus().getContainerStatuses().size(); i++) {
      ended
          .editContainerStatus(i)
          .withReady(false)
          .withStarted(false)
          .withNewState()
          .withNewTerminated()
          .withExitCode(TERMINATED)
          .withReason("Error")
          .withFinishedAt(Instant.now().toString())
          .endTerminated()
          .endState()
          .endContainerStatus();
    }
    return ended.endStatus().build();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
