package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.StudyOperator;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Await;
import io.transferstudy.operator.kube.Configs;
import io.transferstudy.operator.kube.PlayedCluster;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A study's claims on a real API server. */
class StorageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private KubernetesClient client;
  private String namespace;
  private PlayedCluster cluster;
  private StudyOperator operator;

  @BeforeEach
  void connect() {
    client = ApiServer.client();
    namespace = ApiServer.namespace(client);
    cluster = new PlayedCluster(client, namespace);
  }

  private void startOperator(String accessMode) throws Exception {
    operator =
        new StudyOperator(
            ApiServer.client(),
            Configs.watching(
                namespace,
                "STORAGE_CLASS",
                "fast",
                "STORAGE_SIZE",
                "3Gi",
                "STORAGE_ACCESS_MODE",
                accessMode),
            Clock.systemUTC());
    operator.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (operator != null) {
      operator.close();
    }
    if (cluster != null) {
      cluster.close();
      client.close();
    }
  }

  @Test
  void withoutStorageTheNamespaceGetsOneClaimThatStays() throws Exception {
    startOperator("ReadWriteMany");
    cluster.workers(StorageIT::succeed);
    createPlain("one", "mode: Estimate");
    createPlain("two", "");
    await("two", study -> "Complete".equals(study.getStatus().state()));

    PersistentVolumeClaim claim = claim("transfer-study-artifacts");
    assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
    assertThat(claim.getSpec().getStorageClassName()).isEqualTo("fast");
    assertThat(claim.getSpec().getResources().getRequests().get("storage")).hasToString("3Gi");
    assertThat(claim.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(study("two").getStatus().claimName()).isEqualTo("transfer-study-artifacts");
    assertThat(condition(study("two"), "SingleNode")).isEmpty();
  }

  @Test
  void anEstimateMakesNoClaim() throws Exception {
    startOperator("ReadWriteOnce");
    createPlain("one", "mode: Estimate");
    await("one", study -> "Estimated".equals(study.getStatus().state()));

    assertThat(client.persistentVolumeClaims().inNamespace(namespace).list().getItems()).isEmpty();
    assertThat(condition(study("one"), "SingleNode")).isPresent();
  }

  @Test
  void allPodsOfAReadWriteOnceClaimGoToOneNode() throws Exception {
    startOperator("ReadWriteOnce");
    make("images", "ReadWriteOnce");
    createPlain("tiny", "storage: {data: {claimName: images}}");
    await("tiny", study -> jobs("tiny").size() == 2);

    StudyCondition condition = condition(study("tiny"), "SingleNode").orElseThrow();
    assertThat(condition.reason()).isEqualTo("ReadWriteOnce");
    assertThat(condition.message())
        .isEqualTo(
            "all workers go to one node, because one at a time can mount 'images',"
                + " 'transfer-study-artifacts'; a ReadWriteMany claim lets all nodes work");
    for (Job job : jobs("tiny")) {
      var template = job.getSpec().getTemplate();
      assertThat(template.getMetadata().getLabels())
          .containsEntry("transferstudy.io/claim-images", "single-node")
          .containsEntry("transferstudy.io/claim-transfer-study-artifacts", "single-node");
      Affinity affinity = template.getSpec().getAffinity();
      assertThat(affinity.getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
          .hasSize(2);
    }
    cluster.workers(StorageIT::succeed);
    await("tiny", study -> "Complete".equals(study.getStatus().state()));
    assertThat(condition(study("tiny"), "SingleNode")).as("nothing runs any more").isEmpty();
  }

  /** The data set is bad, so that all cells fail; the pretraining is tried again all the same. */
  @Test
  void claimsCountForWhatIsTriedAgainAfterTheLastCellHasEnded() throws Exception {
    startOperator("ReadWriteOnce");
    make("images", "ReadWriteOnce");
    cluster.workers(request ->
        request.stage() instanceof Stage.Prepare
            ? failed(Failure.Kind.BAD_DATA)
            : request.attempt() == 1 ? failed(Failure.Kind.TRANSIENT_IO) : Optional.empty());
    create(
        "late",
        """
        models: [{name: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}]
        datasets: [{name: mine, imageFolder: {path: mine}}]
        settings: [{name: fine-tuned}]
        parallelism: 2
        storage: {data: {claimName: images}}
        """);
    await("late", study -> "Complete".equals(study.getStatus().state()));
    await("late", study -> cluster.attempts("pretrain/resnet-8").contains(2));

    Job again =
        jobs("late").stream()
            .filter(job -> PlayedCluster.request(job).attempt() == 2)
            .findFirst()
            .orElseThrow();
    assertThat(again.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("transferstudy.io/claim-images", "single-node");
  }

  /** What a volume can do counts, which may be more than its claim asked for. */
  @Test
  void aVolumeThatManyNodesCanMountBindsNobody() throws Exception {
    startOperator("ReadWriteMany");
    PersistentVolumeClaim claim = make("images", "ReadWriteOnce");
    claim.setStatus(
        new io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder()
            .withPhase("Bound")
            .withAccessModes("ReadWriteOnce", "ReadOnlyMany")
            .build());
    client.resource(claim).updateStatus();
    createPlain("tiny", "storage: {data: {claimName: images}}");
    await("tiny", study -> jobs("tiny").size() == 2);

    assertThat(condition(study("tiny"), "SingleNode")).as("it is only read").isEmpty();
    assertThat(jobs("tiny"))
        .allMatch(job -> job.getSpec().getTemplate().getSpec().getAffinity() == null);
  }

  @Test
  void aReadWriteOncePodClaimLetsInOneWorker() throws Exception {
    startOperator("ReadWriteMany");
    make("results", "ReadWriteOncePod");
    createPlain("tiny", "storage: {artifacts: {claimName: results}}");
    await("tiny", study -> jobs("tiny").size() == 1);

    assertThat(condition(study("tiny"), "SingleNode").orElseThrow().reason())
        .isEqualTo("ReadWriteOncePod");
    Thread.sleep(3_000);
    assertThat(jobs("tiny")).hasSize(1);
    cluster.workers(StorageIT::succeed);
    await("tiny", study -> "Complete".equals(study.getStatus().state()));
  }

  @Test
  void aMissingClaimIsNamedAtOnceAndWaitedFor() throws Exception {
    startOperator("ReadWriteMany");
    cluster.workers(StorageIT::succeed);
    createPlain("tiny", "storage: {data: {claimName: images}, artifacts: {claimName: results}}");
    await("tiny", study -> condition(study, "MissingClaim").isPresent());

    StudyCondition condition = condition(study("tiny"), "MissingClaim").orElseThrow();
    assertThat(condition.status()).isEqualTo("True");
    assertThat(condition.message().lines())
        .containsExactly(
            "spec.storage.data.claimName: there is no claim 'images' in namespace '%s'; create it, or"
                    .formatted(namespace)
                + " name one that is there",
            "spec.storage.artifacts.claimName: there is no claim 'results' in namespace '%s'; create"
                    .formatted(namespace)
                + " it, or name one that is there");
    assertThat(condition(study("tiny"), "Progressing").orElseThrow().reason())
        .isEqualTo("MissingClaim");
    String version = study("tiny").getMetadata().getResourceVersion();
    Thread.sleep(3_000);
    assertThat(study("tiny").getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(cluster.begun()).isEmpty();
    assertThat(jobs("tiny")).isEmpty();

    make("images", "ReadWriteMany");
    make("results", "ReadWriteMany");
    await("tiny", study -> "Complete".equals(study.getStatus().state()));
    assertThat(condition(study("tiny"), "MissingClaim")).isEmpty();
  }

  private PersistentVolumeClaim make(String name, String accessMode) {
    return client.resource(TestClaims.claim(namespace, name, accessMode)).create();
  }

  private PersistentVolumeClaim claim(String name) {
    return client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
  }

  private static Optional<Outcome> succeed(WorkRequest request) {
    return Optional.of(
        new Outcome.Success(
            "0".repeat(64), 12, 20, null, 0.5, 1, "cpu", false, "results/" + request.work(), null));
  }

  private static Optional<Outcome> failed(Failure.Kind kind) {
    return Optional.of(new Outcome.Failed(new Failure(kind, "as played")));
  }

  private void createPlain(String name, String more) {
    create(
        name,
        """
        models: [{name: resnet-8}, {name: vgg-small}]
        datasets: [{name: textures, procedural: {task: textures}}]
        settings: [{name: random-init}]
        parallelism: 4
        """
            + more);
  }

  private void create(String name, String spec) {
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
                    %s
                    """
                        .formatted(name, namespace, spec.indent(2)),
                    TransferStudy.class))
        .create();
  }

  private TransferStudy study(String name) {
    return client.resources(TransferStudy.class).inNamespace(namespace).withName(name).get();
  }

  private List<Job> jobs(String study) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withLabel(TransferCell.STUDY_LABEL, study)
        .list()
        .getItems();
  }

  private static Optional<StudyCondition> condition(TransferStudy study, String type) {
    return study.getStatus() == null || study.getStatus().conditions() == null
        ? Optional.empty()
        : study.getStatus().conditions().stream().filter(c -> c.type().equals(type)).findFirst();
  }

  private void await(String name, Predicate<TransferStudy> wanted) {
    Await.until(
        PATIENCE,
        () -> String.valueOf(study(name).getStatus()),
        () ->
            study(name) instanceof TransferStudy study
                && study.getStatus() != null
                && wanted.test(study));
  }
}
