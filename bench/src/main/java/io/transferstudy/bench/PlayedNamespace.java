package io.transferstudy.bench;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A namespace with the claims that played studies name, bound to volumes that nobody mounts. */
public final class PlayedNamespace {
  /** How a study of such a namespace names its claims, as YAML in one line. */
  public static final String STORAGE =
      "{data: {claimName: data}, weights: {claimName: weights}, artifacts: {claimName: artifacts}}";

  private PlayedNamespace() {}

  /** Makes it. */
  public static void create(KubernetesClient client, String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    for (String claim : List.of("data", "weights", "artifacts")) {
      client
          .load(new ByteArrayInputStream(volume(name, claim).getBytes(StandardCharsets.UTF_8)))
          .create();
    }
  }

  private static String volume(String namespace, String claim) {
    return """
    apiVersion: v1
    kind: PersistentVolume
    metadata: {name: %1$s-%2$s}
    spec:
      capacity: {storage: 1Gi}
      accessModes: [ReadWriteMany]
      claimRef: {namespace: %1$s, name: %2$s}
      hostPath: {path: /played}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      accessModes: [ReadWriteMany]
      storageClassName: ""
      volumeName: %1$s-%2$s
      resources: {requests: {storage: 1Gi}}
    """
        .formatted(namespace, claim);
  }
}
