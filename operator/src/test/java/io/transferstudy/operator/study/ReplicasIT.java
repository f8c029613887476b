package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Await;
import io.transferstudy.operator.kube.PlayedCluster;
import io.transferstudy.operator.leader.Leadership;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas as processes of their own, on a real API server; the rest of a cluster is played.
 */
class ReplicasIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String STUDY = "tiny";
  private static final int TERMINATED = 128 + 15; // by SIGTERM

  @TempDir private Path folder;

  private final List<Process> replicas = new ArrayList<>();
  private KubernetesClient client;
  private String namespace;
  private PlayedCluster cluster;

  @BeforeEach
  void start() {
    client = ApiServer.client();
    namespace = ApiServer.namespace(client);
    cluster = new PlayedCluster(client, namespace);
  }

  @AfterEach
  void stop() throws Exception {
    for (Process replica : replicas) {
      replica.destroyForcibly().waitFor();
    }
    if (client != null) { // else skipped
      cluster.close();
      client.close();
    }
  }

  private Process replica() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.transferstudy.operator.Main");
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                ApiServer.kubeConfigFile(folder).toString(),
                "POD_NAMESPACE",
                namespace,
                "TRANSFER_STUDY_NAMESPACES",
                namespace,
                "TRANSFER_STUDY_WORKER_IMAGE",
                "localhost/worker:1",
                "TRANSFER_STUDY_HTTP_PORT",
                "0"));
    Path log = folder.resolve("replica-" + replicas.size() + ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    replicas.add(process);
    return process;
  }

  @Test
  void theOtherGoesOnWhenTheLeaderIsKilled() throws Exception {
    Process leader = replica();
    until(() -> holder().isPresent(), "the first leads");
    String first = holder().orElseThrow();
    Process other = replica();
    cluster.workers(request -> Optional.empty());
    apply("parallelism: 3");
    until(() -> cluster.begun().size() == 3, "three pretrainings run");

    leader.destroyForcibly().waitFor();
    LeaseSpec last = lease().orElseThrow();
    assertThat(last.getHolderIdentity()).isEqualTo(first);
    cluster.workers(StudyScene::succeed);
    until(() -> holder().filter(h -> !h.equals(first)).isPresent(), "the other leads");
    // Not its acquireTime: that is of before it read the lease that it found to be over.
    Duration between = Duration.between(last.getRenewTime().toInstant(), Instant.now());
    assertThat(between)
        .as("nobody leads before the old lease is over")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(last.getLeaseDurationSeconds()));
    until(() -> succeeded().isPresent(), "it goes on");
    Job ended = succeeded().orElseThrow();
    until(() -> cluster.begun().size() >= 8, "results were stored");
    assertThat(client.resource(ended).get())
        .as("its name keeps a late request of the first leader from making it again" + logs())
        .isNotNull();
    until(() -> status().filter(s -> "Complete".equals(s.state())).isPresent(), "it completes");

    assertThat(cluster.begun().stream().map(WorkRequest::work))
        .as("nothing is begun twice")
        .hasSize(12)
        .doesNotHaveDuplicates();
    assertThat(other.isAlive()).isTrue();
    System.out.printf(
        "leader killed; the other led %.1f s after the last renewal, of a lease of %d s%n",
        between.toMillis() / 1e3, last.getLeaseDurationSeconds());
  }

  @Test
  void aTerminatedLeaderEndsAndGivesUpItsLease() throws Exception {
    Process leader = replica();
    until(() -> holder().isPresent(), "it leads");
    cluster.workers(request -> Optional.empty());
    apply("parallelism: 3");
    until(() -> cluster.begun().size() == 3, "three pretrainings run");

    Instant asked = Instant.now();
    leader.destroy();
    assertThat(leader.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    System.out.printf(
        "ended %.1f s after SIGTERM%n", Duration.between(asked, Instant.now()).toMillis() / 1e3);

    assertThat(leader.exitValue()).isEqualTo(TERMINATED);
    assertThat(holder()).isEmpty();
    assertThat(cluster.jobs()).as("what runs goes on").hasSize(3);
  }

  private void apply(String more) {
    var study =
        client
            .getKubernetesSerialization()
            .unmarshal(StudyScene.manifest(STUDY, StudyScene.study(more)), TransferStudy.class);
    study.getMetadata().setNamespace(namespace);
    client.resource(study).create();
  }

  private Optional<Job> succeeded() {
    return cluster.jobs().stream()
        .filter(job -> job.getStatus() != null && job.getStatus().getSucceeded() != null)
        .findFirst();
  }

  private Optional<LeaseSpec> lease() {
    return Optional.ofNullable(
            client.leases().inNamespace(namespace).withName(Leadership.LEASE).get())
        .map(lease -> lease.getSpec());
  }

  private Optional<String> holder() {
    return lease().map(LeaseSpec::getHolderIdentity).filter(holder -> !holder.isEmpty());
  }

  private Optional<TransferStudyStatus> status() {
    return Optional.ofNullable(
            client.resources(TransferStudy.class).inNamespace(namespace).withName(STUDY).get())
        .map(TransferStudy::getStatus);
  }

  private void until(Await.Check check, String what) {
    Await.until(PATIENCE, () -> what + logs(), check);
  }

  private String logs() {
    var text = new StringBuilder();
    for (int i = 0; i < replicas.size(); i++) {
      text.append("\nreplica ").append(i).append(":\n");
      try {
        text.append(Files.readString(folder.resolve("replica-" + i + ".log")));
      } catch (IOException e) {
        text.append(e);
      }
    }
    return text.toString();
  }
}
