package io.transferstudy.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.StudyOperator;
import io.transferstudy.operator.kube.Await;
import io.transferstudy.operator.kube.Configs;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where a real scheduler puts the pods of claims that one node can mount, or many. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleNodeE2E {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int NODES = 4;
  private static final int WORKERS = 8;

  private FakeNodes lab;
  private KubernetesClient client;
  private StudyOperator operator;

  @BeforeAll
  void start() throws Exception {
    FakeNodes.obstacle()
        .ifPresent(why -> {
          if (Boolean.getBoolean("kube.required")) {
            fail(why);
          }
          abort(why);
        });
    lab = FakeNodes.start(NODES);
    client = lab.client();
    operator =
        new StudyOperator(
            lab.client(),
            Configs.of("STORAGE_CLASS", "none", "PARALLELISM", String.valueOf(WORKERS)),
            Clock.systemUTC());
    operator.start();
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
      client.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void studiesThatShareAReadWriteOnceClaimGoToOneNode() throws Exception {
    String namespace = namespace("once");
    volume(namespace, "transfer-study-artifacts", "ReadWriteOnce");
    volume(namespace, "images", "ReadWriteOnce");
    claim(namespace, "images", "ReadWriteOnce");
    create(namespace, "one", "storage: {data: {claimName: images}}");
    create(namespace, "two", "storage: {data: {claimName: images}}");

    List<Pod> pods = awaitPlaced(namespace, 2 * WORKERS);
    assertThat(nodes(pods)).hasSize(1);

    // When all are gone the next may be the first again, on any node.
    client.resources(TransferStudy.class).inNamespace(namespace).delete();
    awaitGone(namespace);
    create(namespace, "three", "storage: {data: {claimName: images}}");
    assertThat(nodes(awaitPlaced(namespace, WORKERS))).hasSize(1);
  }

  @Test
  void thoseOfAReadWriteManyClaimSpread() throws Exception {
    String namespace = namespace("many");
    volume(namespace, "results", "ReadWriteMany");
    claim(namespace, "results", "ReadWriteMany");
    create(namespace, "one", "storage: {artifacts: {claimName: results}}");

    assertThat(nodes(awaitPlaced(namespace, WORKERS))).hasSizeGreaterThan(1);
  }

  private static Set<String> nodes(List<Pod> pods) {
    return pods.stream()
        .map(pod -> pod.getSpec().getNodeName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /** A volume that every node can reach. */
  private void volume(String namespace, String claim, String accessMode) {
    client
        .resource(
            """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: %1$s-%2$s}
            spec:
              capacity: {storage: 1Gi}
              accessModes: [%3$s]
              storageClassName: none
              claimRef: {namespace: %1$s, name: %2$s}
              hostPath: {path: /none}
            """
                .formatted(namespace, claim, accessMode))
        .create();
  }

  private void claim(String namespace, String name, String accessMode) {
    client
        .resource(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %s, namespace: %s}
            spec:
              accessModes: [%s]
              storageClassName: none
              resources: {requests: {storage: 1Gi}}
            """
                .formatted(name, namespace, accessMode))
        .create();
  }

  /** Eight workers that go on for an hour. */
  private void create(String namespace, String name, String more) {
    client
        .resource(
            client
                .getKubernetesSerialization()
                .unmarshal(
                    """
                    apiVersion: transferstudy.io/v1alpha1
                    kind: TransferStudy
                    metadata: {name: %s, namespace: %s}
                    spec:
                      models: [{name: resnet-8}]
                      datasets: [{name: textures, procedural: {task: textures}}]
                      settings: [{name: random-init}]
                      seeds: [1, 2, 3, 4, 5, 6, 7, 8]
                      parallelism: 8
                      worker: {annotations: {kwok.test/duration: 1h}}
                      %s
                    """
                        .formatted(name, namespace, more),
                    TransferStudy.class))
        .create();
  }

  private List<Pod> pods(String namespace) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(TransferCell.STUDY_LABEL)
        .list()
        .getItems();
  }

  private List<Pod> awaitPlaced(String namespace, int wanted) {
    return Await.value(
        SOON,
        () ->
            "a node for each of "
                + wanted
                + " pods: "
                + pods(namespace).stream().map(pod -> pod.getStatus().getConditions()).toList(),
        () ->
            Optional.of(
                    pods(namespace).stream()
                        .filter(pod -> pod.getSpec().getNodeName() != null)
                        .toList())
                .filter(placed -> placed.size() == wanted));
  }

  private void awaitGone(String namespace) {
    Await.until(SOON, () -> "pods are collected", () -> pods(namespace).isEmpty());
  }
}
