package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellSpec;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.meter.FailureCounters;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real API server takes of a status that was decided on some version of a cell. */
class StatusWriterIT {
  private static final CellId ID = new CellId("m", "d", "s", 1);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** Nothing is cached. */
  private static final Caches NO_CACHES =
      new Caches() {
        @Override
        public List<Job> jobs(TransferStudy study) {
          return List.of();
        }

        @Override
        public List<Pod> pods(TransferStudy study) {
          return List.of();
        }

        @Override
        public List<TransferCell> cells(TransferStudy study) {
          return List.of();
        }

        @Override
        public void remember(HasMetadata written) {
          // no cache
        }

        @Override
        public TransferStudy newest(TransferStudy cached) {
          return cached;
        }
      };

  private KubernetesClient client;
  private StatusWriter writer;
  private TransferCell cell;

  @BeforeEach
  void createACell() {
    client = ApiServer.client();
    var events =
        new EventRecorder(
            client, new FailureCounters(new SimpleMeterRegistry()), Clock.systemUTC());
    writer = new StatusWriter(client, NO_CACHES, events);
    var wanted = new TransferCell();
    wanted.getMetadata().setName("cell");
    wanted.getMetadata().setNamespace(ApiServer.namespace(client));
    wanted.getMetadata().setLabels(Map.of(TransferCell.STUDY_LABEL, "study"));
    wanted.setSpec(new TransferCellSpec("study", "uid", "m", "d", "s", 1L, "0".repeat(64)));
    cell = client.resource(wanted).create();
  }

  @AfterEach
  void close() {
    if (client != null) { // else skipped
      client.close();
    }
  }

  private TransferCell live() {
    return client.resource(cell).get();
  }

  private static TransferCellStatus pending(int attempts, Failure failure) {
    var record =
        failure == null
            ? WorkRecord.NONE
            : new WorkRecord(
                new Attempts(attempts, 0), new Outcome.Failed(failure), NOW, NOW, "cell-1");
    return StatusRecords.cell(
        new CellProgress(ID, Phase.PENDING, attempts, null, failure), Observation.of(record, NOW));
  }

  private static TransferCellStatus succeeded() {
    var success = new Outcome.Success("key", 7, 10, null, 0.5, 1, "cpu", false, "results", null);
    var record = new WorkRecord(new Attempts(1, 0), success, NOW, NOW, "cell-1");
    return StatusRecords.cell(
        new CellProgress(ID, Phase.SUCCEEDED, 1, success, null), Observation.of(record, NOW));
  }

  @Test
  void aWriteIsOneRequest() {
    var requests = new CopyOnWriteArrayList<String>();
    var counting =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            requests.add(request.method());
          }
        };
    try (KubernetesClient counted =
        new KubernetesClientBuilder()
            .withConfig(client.getConfiguration())
            .withKubernetesSerialization(TolerantReading.serialization())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("count", counting))
            .build()) {
      var events =
          new EventRecorder(
              counted, new FailureCounters(new SimpleMeterRegistry()), Clock.systemUTC());
      new StatusWriter(counted, NO_CACHES, events).write(cell, succeeded());
    }
    assertThat(requests).containsExactly("PATCH");
    assertThat(live().getStatus()).isEqualTo(succeeded());
  }

  @Test
  void aNewCellIsCompleteWithoutAWrite() {
    assertThat(cell.getStatus()).isEqualTo(pending(0, null));
    assertThat(writer.write(cell, pending(0, null))).isSameAs(cell);
  }

  @Test
  void whatWasDecidedOnAnOldVersionDoesNotOverwriteAResult() {
    writer.write(cell, succeeded());

    var late = pending(1, new Failure(Failure.Kind.INTERRUPTED, "stopped"));
    assertThatThrownBy(() -> writer.write(cell, late))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT));
    assertThat(live().getStatus()).isEqualTo(succeeded());
  }

  @Test
  void aChangeOfLabelsIsNoConflict() {
    client
        .resource(cell)
        .edit(c -> {
          c.getMetadata().setLabels(Map.of("team", "vision"));
          return c;
        });

    assertThat(writer.write(cell, succeeded()).getStatus()).isEqualTo(succeeded());
    assertThat(live().getMetadata().getLabels()).containsEntry("team", "vision");
  }

  @Test
  void whatIsNoLongerTrueGoes() {
    var failed = writer.write(cell, pending(1, new Failure(Failure.Kind.INTERRUPTED, "stopped")));
    assertThat(failed.getStatus().message()).isEqualTo("stopped");

    writer.write(failed, succeeded());
    assertThat(live().getStatus()).isEqualTo(succeeded());
    assertThat(live().getStatus().message()).isNull();
  }

  @Test
  void aCellThatWasMadeAgainIsLeftAlone() {
    client.resource(cell).delete();
    var again = new TransferCell();
    again.getMetadata().setName(cell.getMetadata().getName());
    again.getMetadata().setNamespace(cell.getMetadata().getNamespace());
    again.setSpec(cell.getSpec());
    client.resource(again).create();

    assertThatThrownBy(() -> writer.write(cell, succeeded()))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(live().getStatus()).isEqualTo(pending(0, null));
  }
}
