package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kueue's Workloads say that Jobs wait for: one request when asked, and a second where Kueue
 * is too old for the newest version of them.
 */
final class QuotaWaits {
  private static final Logger LOG = LoggerFactory.getLogger(QuotaWaits.class);

  /** Of a Workload: the UID of its Job. */
  private static final String JOB_UID = "kueue.x-k8s.io/job-uid";

  private static final int MOST_AT_ONCE = 50; // UIDs in one address

  /** Of Workloads, newest first; every Kueue serves one of them. */
  private static final List<String> VERSIONS = List.of("v1beta2", "v1beta1");

  private final Map<String, String> messages;

  private QuotaWaits(Map<String, String> messages) {
    this.messages = messages;
  }

  /** Asks the API server; where Kueue is not to be read, nothing is known. */
  static QuotaWaits of(KubernetesClient client, String namespace, List<Job> jobs) {
    String[] uids =
        jobs.stream()
            .map(job -> job.getMetadata().getUid())
            .limit(MOST_AT_ONCE)
            .toArray(String[]::new);
    for (String version : VERSIONS) {
      try {
        return new QuotaWaits(messages(client, version, namespace, uids));
      } catch (KubernetesClientException e) {
        LOG.debug("Workloads {} of {} cannot be read: {}", version, namespace, e.getMessage());
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
          break;
        }
      }
    }
    return new QuotaWaits(Map.of());
  }

  private static Map<String, String> messages(
      KubernetesClient client, String version, String namespace, String[] uids) {
    var messages = new HashMap<String, String>();
    client
        .genericKubernetesResources(workloads(version))
        .inNamespace(namespace)
        .withLabelIn(JOB_UID, uids)
        .list()
        .getItems()
        .forEach(workload -> {
          String uid = workload.getMetadata().getLabels().get(JOB_UID);
          message(workload).ifPresent(message -> messages.put(uid, message));
        });
    return messages;
  }

  private static ResourceDefinitionContext workloads(String version) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("kueue.x-k8s.io")
        .withVersion(version)
        .withKind("Workload")
        .withPlural("workloads")
        .withNamespaced(true)
        .build();
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
