package io.transferstudy.bench;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.Executors;

/** Pods of others that fill a cluster: the operator must not keep them in memory. */
final class ForeignPods {
  private static final String NAMESPACE = "foreign";
  private static final int REQUESTS_AT_ONCE = 8;

  private ForeignPods() {}

  /** Creates that many, held by a scheduling gate so that nothing else has work with them. */
  static void create(KubernetesClient client, int count) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    try (var requests = Executors.newFixedThreadPool(REQUESTS_AT_ONCE)) {
      for (int i = 0; i < count; i++) {
        Pod pod = pod("foreign-" + i);
        requests.submit(() -> client.resource(pod).create());
      }
    }
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .addToLabels("app", "web")
        .endMetadata()
        .withNewSpec()
        .addNewSchedulingGate("bench/held")
        .addNewContainer()
        .withName("web")
        .withImage("localhost/pause:1")
        .endContainer()
        .endSpec()
        .build();
  }
}
