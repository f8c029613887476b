package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.operator.kube.ApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaWaitsIT {
  private KubernetesClient client;
  private String namespace;

  @BeforeEach
  void start() {
    client = ApiServer.client();
    namespace = ApiServer.namespace(client);
  }

  @AfterEach
  void stop() {
    if (client != null) { // else skipped
      client.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1beta1", "v1beta2"})
  void whatAWorkloadSaysIsReadInTheVersionThatKueueServes(String version) throws Exception {
    CustomResourceDefinition crd = client.resource(definition(version)).create();
    try {
      awaitServed(version);
      workload(version, "waiting", "uid-1", "False");
      workload(version, "admitted", "uid-2", "True");

      var waits = QuotaWaits.of(client, namespace, List.of(job("uid-1"), job("uid-2")));

      assertThat(waits.of(job("uid-1"))).contains("says Kueue");
      assertThat(waits.of(job("uid-2"))).isEmpty();
    } finally {
      client.resource(crd).delete();
      client.resource(crd).waitUntilCondition(gone -> gone == null, 1, TimeUnit.MINUTES);
    }
  }

  @Test
  void withoutKueueNothingIsKnown() {
    assertThat(QuotaWaits.of(client, namespace, List.of(job("uid-1"))).of(job("uid-1"))).isEmpty();
  }

  private CustomResourceDefinition definition(String version) {
    return client
        .getKubernetesSerialization()
        .unmarshal(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: workloads.kueue.x-k8s.io
              annotations: {api-approved.kubernetes.io: 'unapproved, of a test'}
            spec:
              group: kueue.x-k8s.io
              names: {kind: Workload, plural: workloads, singular: workload}
              scope: Namespaced
              versions:
                - name: %s
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """
                .formatted(version),
            CustomResourceDefinition.class);
  }

  /** Until it is served, which is a little after it says that it is established. */
  private void awaitServed(String version) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (true) {
      try {
        client
            .genericKubernetesResources("kueue.x-k8s.io/" + version, "Workload")
            .inNamespace(namespace)
            .list();
        return;
      } catch (KubernetesClientException e) {
        assertThat(Instant.now()).as("not served: %s", e.getMessage()).isBefore(end);
        Thread.sleep(50);
      }
    }
  }

  private void workload(String version, String name, String jobUid, String reserved) {
    var workload = new GenericKubernetesResource();
    workload.setApiVersion("kueue.x-k8s.io/" + version);
    workload.setKind("Workload");
    workload.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(namespace)
            .addToLabels("kueue.x-k8s.io/job-uid", jobUid)
            .build());
    workload.setAdditionalProperty(
        "status",
        Map.of(
            "conditions",
            List.of(Map.of("type", "QuotaReserved", "status", reserved, "message", "says Kueue"))));
    client.resource(workload).create();
  }

  private static Job job(String uid) {
    return new JobBuilder().withNewMetadata().withUid(uid).endMetadata().build();
  }
}
