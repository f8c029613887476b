package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.StudyOperator;
import io.transferstudy.operator.config.LiveConfig;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever runs the operator sets, on a real API server. */
class OperationIT {
  @TempDir Path folder;

  private KubernetesClient client;

  @BeforeEach
  void connect() {
    client = ApiServer.client();
  }

  @AfterEach
  void disconnect() {
    if (client != null) { // else skipped
      client.close();
    }
  }

  private static StudyOperator operator(Map<String, String> environment) throws Exception {
    var operator =
        new StudyOperator(
            ApiServer.client(), LiveConfig.from(environment), Optional.empty(), Clock.systemUTC());
    operator.start();
    return operator;
  }

  private void apply(String namespace, String worker) {
    client
        .resource(
            """
            apiVersion: transferstudy.io/v1alpha1
            kind: TransferStudy
            metadata: {name: tiny, namespace: %s}
            spec:
              models: [{name: a, architecture: mobilenet-v1}]
              datasets: [{name: x, procedural: {task: textures}}]
              settings: [{name: random, preset: random-init}]
              worker: {%s}
            """
                .formatted(namespace, worker))
        .create();
  }

  private TransferStudyStatus status(String namespace) {
    return client
        .resources(TransferStudy.class)
        .inNamespace(namespace)
        .withName("tiny")
        .get()
        .getStatus();
  }

  private void await(String namespace, Predicate<TransferStudyStatus> check) {
    Await.until(
        Duration.ofMinutes(1),
        () -> namespace + ": " + status(namespace),
        () -> status(namespace) instanceof TransferStudyStatus status && check.test(status));
  }

  @Test
  void severalNamespacesAreWatchedAndNoOther() throws Exception {
    String one = ApiServer.namespace(client);
    String two = ApiServer.namespace(client);
    String other = ApiServer.namespace(client);
    try (StudyOperator operator =
        operator(
            Map.of(
                "TRANSFER_STUDY_WORKER_IMAGE", "localhost/worker:1",
                "TRANSFER_STUDY_NAMESPACES", one + "," + two,
                "TRANSFER_STUDY_HTTP_PORT", "0"))) {
      assertThat(operator.httpPort()).isPositive();
      for (String namespace : new String[] {other, one, two}) {
        apply(namespace, "");
      }
      await(one, status -> "Running".equals(status.state()));
      await(two, status -> "Running".equals(status.state()));
      assertThat(status(other)).isNull();
      assertThat(client.batch().v1().jobs().inNamespace(one).list().getItems()).hasSize(1);
      assertThat(client.batch().v1().jobs().inNamespace(other).list().getItems()).isEmpty();
    }
  }

  @Test
  void aChangeOfTheMountedConfigIsTakenInWithoutARestart() throws Exception {
    String namespace = ApiServer.namespace(client);
    Path file = Files.writeString(folder.resolve("operator.properties"), "# none\n");
    try (StudyOperator operator =
        operator(
            Map.of(
                "TRANSFER_STUDY_WORKER_IMAGE",
                "localhost/worker:1",
                "TRANSFER_STUDY_NAMESPACES",
                namespace,
                "TRANSFER_STUDY_HTTP_PORT",
                "0",
                LiveConfig.FILE,
                file.toString()))) {
      assertThat(operator.httpPort()).isPositive();
      apply(namespace, "image: 'registry/team/worker:2'");
      await(namespace, status -> "Invalid".equals(status.state()));
      Files.writeString(file, "TRANSFER_STUDY_ALLOWED_IMAGES=registry/team/*\n");
      await(namespace, status -> "Running".equals(status.state()));
      assertThat(
              client
                  .batch()
                  .v1()
                  .jobs()
                  .inNamespace(namespace)
                  .list()
                  .getItems()
                  .getFirst()
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .getFirst()
                  .getImage())
          .isEqualTo("registry/team/worker:2");
    }
  }
}
