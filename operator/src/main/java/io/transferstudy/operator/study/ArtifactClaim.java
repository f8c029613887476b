package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.job.Labels;
import java.net.HttpURLConnection;
import java.util.Map;

/** The claim for artifacts that a namespace gets where a study names none. It is never deleted. */
final class ArtifactClaim {
  /** Its name in every namespace. */
  static final String NAME = "transfer-study-artifacts";

  private ArtifactClaim() {}

  /** The claim that the study's artifacts are in. */
  static String name(TransferStudySpec spec) {
    var artifacts = spec.storage() == null ? null : spec.storage().artifacts();
    String given = artifacts == null ? null : artifacts.claimName();
    return given == null ? NAME : given;
  }

  /** Creates the namespace's claim; returns it, or the one that is there already. */
  static PersistentVolumeClaim make(
      KubernetesClient client, String namespace, OperatorConfig.Claim config) {
    var claims = client.persistentVolumeClaims().inNamespace(namespace);
    try {
      return claims.resource(claim(config)).create();
    } catch (KubernetesClientException e) {
      PersistentVolumeClaim made =
          e.getCode() == HttpURLConnection.HTTP_CONFLICT ? claims.withName(NAME).get() : null;
      if (made == null) {
        throw e;
      }
      return made;
    }
  }

  private static PersistentVolumeClaim claim(OperatorConfig.Claim config) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(NAME)
        .addToLabels(Labels.MANAGED_BY, Labels.OPERATOR)
        .endMetadata()
        .withNewSpec()
        .withAccessModes(config.accessMode())
        .withStorageClassName(config.storageClass())
        .withNewResources()
        .withRequests(Map.of("storage", config.size()))
        .endResources()
        .endSpec()
        .build();
  }
}
