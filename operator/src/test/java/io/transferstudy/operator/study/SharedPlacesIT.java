package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.StudyOperator;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Await;
import io.transferstudy.operator.kube.Configs;
import io.transferstudy.operator.kube.PlayedCluster;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two studies and three places, on a real API server. */
class SharedPlacesIT {
  private static final int PLACES = 3;

  @Test
  void studiesShareThePlacesOfTheOperator() throws Exception {
    try (KubernetesClient client = ApiServer.client()) {
      String namespace = ApiServer.namespace(client);
      try (var cluster = new PlayedCluster(client, namespace);
          var operator =
              new StudyOperator(ApiServer.client(), config(namespace), Clock.systemUTC())) {
        operator.start();
        makeClaims(client, namespace);
        apply(client, namespace, "first");
        apply(client, namespace, "second");
        await(() -> running(client, namespace).size() == PLACES);
        Thread.sleep(3_000);
        List<String> owners = running(client, namespace);
        assertThat(owners).hasSize(PLACES);
        assertThat(new HashSet<>(owners)).as("both have a place").hasSize(2);

        cluster.workers(SharedPlacesIT::succeed);
        var most = new int[1];
        await(() -> {
          most[0] = Math.max(most[0], running(client, namespace).size());
          return complete(client, namespace, "first") && complete(client, namespace, "second");
        });
        assertThat(most[0]).isBetween(1, PLACES);
      }
    }
  }

  private static Optional<Outcome> succeed(WorkRequest request) {
    return Optional.of(
        new Outcome.Success(
            "0".repeat(64),
            10,
            20,
            new Outcome.Chosen.L2(0.01),
            0.5,
            1,
            "cpu",
            false,
            "results/x",
            null));
  }

  /** By study those Jobs whose worker goes on: a place is free as soon as it has ended. */
  private static List<String> running(KubernetesClient client, String namespace) {
    var jobs = client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    var atWork = // looked at after the Jobs: who works now worked then, or was yet to begin
        client.pods().inNamespace(namespace).list().getItems().stream()
            .filter(pod -> !"Succeeded".equals(pod.getStatus().getPhase()))
            .map(pod -> pod.getMetadata().getOwnerReferences().getFirst().getUid())
            .collect(Collectors.toSet());
    return jobs.stream()
        .filter(job -> atWork.contains(job.getMetadata().getUid()))
        .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
        .map(job -> job.getMetadata().getLabels().get(Labels.STUDY_UID))
        .toList();
  }

  private static boolean complete(KubernetesClient client, String namespace, String name) {
    var status =
        client
            .resources(TransferStudy.class)
            .inNamespace(namespace)
            .withName(name)
            .get()
            .getStatus();
    return status != null && "Complete".equals(status.state());
  }

  private static void await(Await.Check check) {
    Await.until(Duration.ofMinutes(2), () -> "what the studies do", check);
  }

  private static void makeClaims(KubernetesClient client, String namespace) {
    for (String claim : List.of("data", "weights")) {
      client.resource(TestClaims.claim(namespace, claim, "ReadWriteMany")).create();
    }
  }

  private static void apply(KubernetesClient client, String namespace, String name) {
    client
        .resource(
            """
            apiVersion: transferstudy.io/v1alpha1
            kind: TransferStudy
            metadata: {name: %s, namespace: %s}
            spec:
              models:
                - {name: a, architecture: mobilenet-v1}
                - {name: b, architecture: mobilenet-v1}
              datasets:
                - {name: x, imageFolder: {path: x, trainPerClass: 30}}
                - {name: y, imageFolder: {path: y, trainPerClass: 30}}
              settings: [{name: scratch, preset: random-init}]
              parallelism: 2
              storage: {data: {claimName: data}, weights: {claimName: weights}}
            """
                .formatted(name, namespace))
        .create();
  }

  private static OperatorConfig config(String namespace) {
    return Configs.watching(namespace, "TOTAL_PARALLELISM", String.valueOf(PLACES));
  }
}
