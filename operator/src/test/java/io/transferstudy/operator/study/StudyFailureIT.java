package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.kube.PlayedCluster;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What goes wrong with a study's attempts, on a real API server. */
class StudyFailureIT extends StudyScene {
  @Test
  void aDeletedPodIsAFreeAttempt() throws Exception {
    cluster.workers(request ->
        request.work().equals("pretrain/a") && request.attempt() == 1
            ? Optional.empty()
            : succeed(request));
    apply("tiny", study("parallelism: 1\nretry: {attempts: 1}"));
    await("tiny", status -> cluster.begun().size() == 1);
    var job = cluster.jobs().getFirst();
    client.resource(cluster.awaitPod(job)).withGracePeriod(0).delete();

    await("tiny", status -> cluster.attempts("pretrain/a").equals(List.of(1, 2)));
    TransferStudyStatus status =
        await(
            "tiny",
            s ->
                s.pretrained() != null
                    && s.pretrained().getFirst().model().equals("a")
                    && s.pretrained().getFirst().phase().equals("Succeeded"));
    assertThat(status.pretrained().getFirst().attempt()).isEqualTo(2);
    assertThat(status.pretrained().getFirst().freeAttempts()).isEqualTo(1);
  }

  @Test
  void failuresAreCountedAndGivenUp() throws Exception {
    cluster.workers(request ->
        switch (request.work()) {
          case "pretrain/a" -> failed(Failure.Kind.BAD_DATA, "shapes/7: cannot be drawn");
          case "cell/b/x/random-init/1" ->
              failed(Failure.Kind.OUT_OF_MEMORY, "needed more than 2Gi");
          default -> succeed(request);
        });
    apply("tiny", study("parallelism: 4\nretry: {attempts: 2}"));

    TransferStudyStatus status = await("tiny", complete());
    assertThat(status.counts().failed()).isEqualTo(3);
    assertThat(condition(status, "Degraded")).isEqualTo("True CellsFailed");
    assertThat(condition(status, "Complete")).isEqualTo("True SomeFailed");
    assertThat(cluster.attempts("pretrain/a")).containsExactly(1);
    assertThat(cluster.attempts("cell/b/x/random-init/1")).containsExactly(1, 2);
    TransferCellStatus cell = cell("tiny", "b/x/random-init/1").getStatus();
    assertThat(cell.phase()).isEqualTo("Failed");
    assertThat(cell.reason()).isEqualTo("OutOfMemory");
    assertThat(cell.attempt()).isEqualTo(2);
    assertThat(cell("tiny", "a/x/fine-tuned/1").getStatus().message())
        .isEqualTo("pretraining of a failed: shapes/7: cannot be drawn");
    // The Job of a last failure stays, for its log.
    assertThat(cluster.jobs())
        .extracting(job -> job.getMetadata().getAnnotations().get(Labels.WORK))
        .contains("pretrain/a", "cell/b/x/random-init/1");
  }

  @Test
  void aFailedGateStopsItsOwnModelsCells() throws Exception {
    client.resource(TestClaims.claim(namespace, "weights", "ReadWriteMany")).create();
    cluster.workers(request ->
        request.work().equals("gate/bad")
            ? failed(Failure.Kind.BAD_WEIGHTS, "b.pth: known output 1 of 2 is not reproduced")
            : succeed(request));
    apply(
        "tiny",
        """
        models:
          - {name: good, architecture: resnet-8, weights: {path: g.pth}}
          - {name: bad, architecture: resnet-8, weights: {path: b.pth}}
        datasets: [{name: x, procedural: {task: textures}}]
        settings: [{name: fixed-features}, {name: random-init, training: {steps: 7}}]
        storage: {weights: {claimName: weights}}
        worker: {gpus: 2}
        """);

    TransferStudyStatus status = await("tiny", complete());
    assertThat(status.counts().succeeded()).isEqualTo(3);
    assertThat(status.gates())
        .extracting(ModelStatus::model, ModelStatus::phase, ModelStatus::reason)
        .containsExactly(tuple("good", "Succeeded", null), tuple("bad", "Failed", "BadWeights"));
    assertThat(cell("tiny", "bad/x/fixed-features/1").getStatus().message())
        .isEqualTo(
            "the check of the weights of bad failed: b.pth: known output 1 of 2 is not"
                + " reproduced");
    assertThat(cluster.attempts("gate/bad")).containsExactly(1);
    // A cell uses the bytes that its gate has checked.
    assertThat(cluster.begun().stream().map(WorkRequest::stage))
        .filteredOn(Stage.FixedFeatures.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Stage.FixedFeatures.class,
            stage ->
                assertThat(stage.weights()).isEqualTo(new Weights.File("g.pth", "1".repeat(64))));
    assertThat(cluster.jobs())
        .filteredOn(job -> job.getMetadata().getAnnotations().get(Labels.WORK).equals("gate/bad"))
        .singleElement()
        .satisfies(job ->
            assertThat(
                    job.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getLimits())
                .as("a gate needs no GPU")
                .doesNotContainKey("nvidia.com/gpu"));
  }

  @Test
  void aNodeThatFailedTwiceIsTheLastChoice() throws Exception {
    String work = "cell/b/x/random-init/1";
    Map<Integer, Job> jobs = new ConcurrentHashMap<>();
    cluster.workers(request -> {
      if (!request.work().equals(work)) {
        return succeed(request);
      }
      cluster.jobs().stream()
          .filter(job -> PlayedCluster.request(job).work().equals(work))
          .forEach(job -> jobs.put(PlayedCluster.request(job).attempt(), job));
      return failed(Failure.Kind.INTERNAL, "the driver is gone");
    });
    apply("tiny", study("parallelism: 4\nretry: {attempts: 3}"));
    await("tiny", complete());

    assertThat(jobs).containsOnlyKeys(1, 2, 3);
    for (int attempt : List.of(1, 2)) {
      assertThat(
              jobs.get(attempt).getSpec().getTemplate().getSpec().getAffinity().getNodeAffinity())
          .isNull();
    }
    var affinity = jobs.get(3).getSpec().getTemplate().getSpec().getAffinity().getNodeAffinity();
    assertThat(
            affinity
                .getPreferredDuringSchedulingIgnoredDuringExecution()
                .getFirst()
                .getPreference()
                .getMatchExpressions()
                .getFirst()
                .getValues())
        .containsExactly(PlayedCluster.NODE);
    assertThat(cell("tiny", "b/x/random-init/1").getStatus().failedNodes())
        .containsExactly(PlayedCluster.NODE, PlayedCluster.NODE, PlayedCluster.NODE);
  }

  @Test
  void aJobThatSomebodyDeletesIsAFreeAttempt() throws Exception {
    cluster.workers(request ->
        request.work().equals("pretrain/a") && request.attempt() == 1
            ? Optional.empty()
            : succeed(request));
    apply("tiny", study("parallelism: 1\nretry: {attempts: 1}"));
    await("tiny", status -> cluster.begun().size() == 1 && status.pretrained() != null);
    client.resource(cluster.jobs().getFirst()).delete();

    TransferStudyStatus status = await("tiny", complete());
    assertThat(cluster.attempts("pretrain/a")).containsExactly(1, 2);
    assertThat(status.pretrained())
        .filteredOn(model -> model.model().equals("a"))
        .extracting(ModelStatus::attempt, ModelStatus::freeAttempts)
        .containsExactly(tuple(2, 1));
    assertThat(events().get("tiny Normal Disrupted")).contains("was deleted by somebody else");
  }
}
