package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Kueue's Workloads say that Jobs wait for. One request at most, and only when asked. */
final class QuotaWaits {
  private static final Logger LOG = LoggerFactory.getLogger(QuotaWaits.class);

  /** Of a Workload: the UID of its Job. */
  private static final String JOB_UID = "kueue.x-k8s.io/job-uid";

  private static final int MOST_AT_ONCE = 50; // UIDs in one address

  private static final ResourceDefinitionContext WORKLOADS =
      new ResourceDefinitionContext.Builder()
          .withGroup("kueue.x-k8s.io")
          .withVersion("v1beta1")
          .withKind("Workload")
          .withPlural("workloads")
          .withNamespaced(true)
          .build();

  private final Map<String, String> messages;

  private QuotaWaits(Map<String, String> messages) {
    this.messages = messages;
  }

  /** Asks the API server; where Kueue is not to be read, nothing is known. */
  static QuotaWaits of(KubernetesClient client, String namespace, List<Job> jobs) {
    var messages = new HashMap<String, String>();
    String[] uids =
        jobs.stream()
            .map(job -> job.getMetadata().getUid())
            .limit(MOST_AT_ONCE)
            .toArray(String[]::new);
    try {
      client
          .genericKubernetesResources(WORKLOADS)
          .inNamespace(namespace)
          .withLabelIn(JOB_UID, uids)
          .list()
          .getItems()
          .forEach(workload -> {
            String uid = workload.getMetadata().getLabels().get(JOB_UID);
            message(workload).ifPresent(message -> messages.put(uid, message));
          });
    } catch (KubernetesClientException e) {
      LOG.debug("Workloads of {} cannot be read: {}", namespace, e.getMessage());
    }
    return new QuotaWaits(messages);
  }

  Optional<String> of(Job job) {
    return Optional.ofNullable(messages.get(job.getMetadata().getUid()));
  }

  /** The message of the condition that quota is reserved, as long as it is not. */
  static Optional<String> message(GenericKubernetesResource workload) {
    return workload.get("status", "conditions") instanceof List<?> conditions
        ? conditions.stream()
            .filter(Map.class::isInstance)
            .map(condition -> (Map<?, ?>) condition)
            .filter(c -> "QuotaReserved".equals(c.get("type")) && "False".equals(c.get("status")))
            .flatMap(c -> Optional.ofNullable(c.get("message")).stream())
            .map(String::valueOf)
            .findFirst()
        : Optional.empty();
  }
}
