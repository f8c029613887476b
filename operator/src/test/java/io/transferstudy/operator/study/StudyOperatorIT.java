package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.mapping.ClusterPolicy;
import io.transferstudy.api.v1alpha1.PretrainedStatus;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.StudyOperator;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.PlayedCluster;
import io.transferstudy.operator.meter.Meter;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator against a real API server; everything else of a cluster is played. */
class StudyOperatorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private KubernetesClient client;
  private String namespace;
  private PlayedCluster cluster;
  private StudyOperator operator;

  @BeforeEach
  void start() throws Exception {
    client = ApiServer.client();
    namespace = ApiServer.namespace(client);
    cluster = new PlayedCluster(client, namespace);
    startOperator();
  }

  private void startOperator() throws Exception {
    operator = new StudyOperator(ApiServer.client(), config(), Clock.systemUTC());
    operator.start();
  }

  private OperatorConfig config() {
    return new OperatorConfig(
        Set.of(namespace),
        "localhost/worker:1",
        "IfNotPresent",
        new OperatorConfig.Claim(null, new Quantity("1Gi"), "ReadWriteOnce"),
        true,
        4,
        0,
        namespace,
        new ClusterPolicy(List.of(), List.of()));
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
  void aStudyRunsToItsEnd() throws Exception {
    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study("parallelism: 2"));

    TransferStudyStatus status = await("tiny", complete());
    assertThat(status.state()).isEqualTo("Complete");
    assertThat(status.progress()).isEqualTo("9/9");
    assertThat(status.counts().succeeded()).isEqualTo(9);
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.claimName()).isEqualTo("transfer-study-artifacts");
    assertThat(condition(status, "Accepted")).isEqualTo("True Valid");
    assertThat(condition(status, "Progressing")).isEqualTo("False Complete");
    assertThat(condition(status, "Degraded")).isEqualTo("False NoFailures");
    assertThat(status.pretrained())
        .extracting(PretrainedStatus::model, PretrainedStatus::phase, PretrainedStatus::correct)
        .containsExactlyInAnyOrder(
            tuple("a", "Succeeded", 10), tuple("b", "Succeeded", 12), tuple("c", "Succeeded", 14));
    assertThat(status.grid().phases()).isEqualTo("SSSSSSSSS");
    assertThat(status.best()).startsWith("c, ");
    assertThat(status.settings()).hasSize(3);
    assertThat(status.settings().getFirst().bestModel()).isEqualTo("c");
    assertThat(status.settings().getFirst().correlation()).isGreaterThan(0.9);

    assertThat(cells("tiny")).hasSize(9);
    TransferCell cell = cell("tiny", "c/x/fine-tuned/1");
    assertThat(cell.getStatus().phase()).isEqualTo("Succeeded");
    assertThat(cell.getStatus().score()).isEqualTo("0.7000");
    assertThat(cell.getStatus().scoreLow()).isEqualTo("0.4810");
    assertThat(cell.getStatus().scoreHigh()).isEqualTo("0.8545");
    assertThat(cell.getStatus().chosen()).isEqualTo("learningRate=0.1 weightDecay=0.0");
    assertThat(cell.getStatus().attempt()).isEqualTo(1);
    // Fine-tuning started from the weights that were pretrained here.
    assertThat(cluster.begun())
        .filteredOn(request -> request.stage() instanceof Stage.Training)
        .filteredOn(request -> request.work().contains("fine-tuned"))
        .allMatch(request -> ((Stage.Training) request.stage()).weights() != null);
    assertThat(cluster.begun().stream().map(WorkRequest::work)).doesNotHaveDuplicates();
    until(() -> cluster.jobs().isEmpty(), "Jobs are deleted after their result is stored");
    assertThat(client.persistentVolumeClaims().inNamespace(namespace).list().getItems())
        .extracting(claim -> claim.getMetadata().getName())
        .containsExactly("transfer-study-artifacts");
  }

  @Test
  void parallelismIsHonoured() throws Exception {
    apply("tiny", study("parallelism: 2"));

    await("tiny", status -> cluster.begun().size() == 2);
    Thread.sleep(3_000);
    assertThat(cluster.begun()).hasSize(2);
  }

  @Test
  void anEstimateStartsNothingUntilItIsRun() throws Exception {
    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study("mode: Estimate\nworker: {gpus: 1}"));

    TransferStudyStatus status = await("tiny", s -> "Estimated".equals(s.state()));
    assertThat(condition(status, "Progressing")).isEqualTo("False Estimated");
    assertThat(message(status, "Progressing")).startsWith("9 cells and 3 pretrainings; ");
    until(
        () -> cells("tiny").stream().filter(c -> c.getStatus() != null).count() == 9,
        "cells have a status");
    assertThat(cells("tiny")).allMatch(cell -> cell.getStatus().phase().equals("Pending"));
    Thread.sleep(2_000);
    assertThat(cluster.begun()).isEmpty();

    apply("tiny", study("mode: Run\nworker: {gpus: 1}"));
    status = await("tiny", complete());
    assertThat(status.gpuHoursUsed()).isEqualTo(status.gpuHoursExpected()).isNotNull();
  }

  @Test
  void aReachedBudgetStartsNothingNewAndARaisedOneGoesOn() throws Exception {
    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study("parallelism: 1\nworker: {gpus: 64}\nbudget: {gpuHours: 0.05}"));

    TransferStudyStatus status = await("tiny", s -> "BudgetExceeded".equals(s.state()));
    assertThat(condition(status, "BudgetExceeded")).isEqualTo("True NothingNewStarts");
    assertThat(message(status, "BudgetExceeded"))
        .contains(status.gpuHoursUsed() + " of 0.05 GPU hours are used")
        .contains("raise spec.budget.gpuHours");
    assertThat(Double.parseDouble(status.gpuHoursUsed())).isLessThanOrEqualTo(0.05);
    int begun = cluster.begun().size();
    Thread.sleep(2_000);
    assertThat(cluster.begun()).hasSize(begun);

    apply("tiny", study("parallelism: 4\nworker: {gpus: 64}\nbudget: {gpuHours: 1000}"));
    status = await("tiny", complete());
    assertThat(condition(status, "BudgetExceeded")).isEqualTo("False WithinBudget");
  }

  @Test
  void aStudyWithATimeToLiveIsDeletedAfterIt() throws Exception {
    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study("ttlSecondsAfterFinished: 6"));
    await("tiny", complete());
    Thread.sleep(3_000);
    var studies = client.resources(TransferStudy.class).inNamespace(namespace);
    assertThat(studies.withName("tiny").get()).isNotNull();
    until(() -> studies.withName("tiny").get() == null, "the study is deleted");
  }

  @Test
  void anInvalidManifestListsEveryViolation() throws Exception {
    apply(
        "bad",
        """
        models: [{name: resnet8, architecture: resnet8}]
        datasets: [{name: x, imageFolder: {path: a/../../b}}]
        """);

    TransferStudyStatus status = await("bad", s -> "Invalid".equals(s.state()));
    assertThat(condition(status, "Accepted")).isEqualTo("False Invalid");
    assertThat(message(status, "Accepted"))
        .contains("spec.models[0].architecture: unknown architecture 'resnet8'; did you mean ")
        .contains("spec.datasets[0].imageFolder.path: must not leave the data folder by '..'")
        .contains("spec.models[0]: model 'resnet8' needs weights or pretrain for setting");
    assertThat(cells("bad")).isEmpty();

    apply("bad", study(""));
    cluster.workers(StudyOperatorIT::succeed);
    await("bad", complete());
  }

  @Test
  void whatACellReadsNeedsAVolume() throws Exception {
    apply(
        "bad",
        """
        models: [{name: mobilenet-v1, weights: {path: m.safetensors}}]
        datasets: [{name: x, imageFolder: {path: flowers}}]
        worker: {image: evil, priorityClassName: system-node-critical}
        """);

    TransferStudyStatus status = await("bad", s -> "Invalid".equals(s.state()));
    assertThat(message(status, "Accepted").lines())
        .containsExactly(
            "spec.storage.data: is required in a cluster: data set 'x' is read from it",
            "spec.storage.weights: is required in a cluster: model 'mobilenet-v1' is read from it",
            "spec.worker.image: 'evil' is not allowed by the operator's config; leave it out",
            "spec.worker.priorityClassName: 'system-node-critical' is not allowed by the operator's"
                + " config");
  }

  @Test
  void aRestartedOperatorGoesOn() throws Exception {
    Map<String, Boolean> released = new ConcurrentHashMap<>();
    cluster.workers(
        request -> released.containsKey(request.work()) ? succeed(request) : Optional.empty());
    apply("tiny", study("parallelism: 3"));
    await("tiny", status -> cluster.begun().size() == 3);
    released.put("pretrain/a", true);
    await("tiny", status -> cluster.begun().size() == 4);

    operator.close();
    cluster.workers(StudyOperatorIT::succeed); // what runs ends while nobody watches
    until(
        () -> cluster.jobs().stream().allMatch(job -> job.getStatus().getCompletionTime() != null),
        "every Job ends");
    startOperator();

    TransferStudyStatus status = await("tiny", complete());
    assertThat(status.counts().succeeded()).isEqualTo(9);
    assertThat(cluster.begun().stream().map(WorkRequest::work)).doesNotHaveDuplicates();
  }

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
  void whatHappensIsToldAsEventsOnce() throws Exception {
    cluster.workers(request ->
        request.work().equals("cell/b/x/random-init/1")
            ? failed(Failure.Kind.OUT_OF_MEMORY, "needed more than 2Gi")
            : succeed(request));
    apply("tiny", study("parallelism: 4\nretry: {attempts: 2}"));
    await("tiny", complete());

    String cell = cell("tiny", "b/x/random-init/1").getMetadata().getName();
    Map<String, String> expected =
        Map.of(
            "tiny Normal Accepted",
            "9 cells",
            "tiny Warning OutOfMemory",
            "cell b/x/random-init/1 attempt 1: needed more than 2Gi",
            "tiny Warning CellFailed",
            "cell b/x/random-init/1 OutOfMemory on attempt 2: needed more than 2Gi",
            "tiny Warning Complete",
            "8 cells succeeded, 1 failed",
            cell + " Warning GivenUp",
            "OutOfMemory on attempt 2: needed more than 2Gi");
    until(() -> events().keySet().containsAll(expected.keySet()), "events " + expected.keySet());
    assertThat(events()).containsAllEntriesOf(expected);
    assertThat(client.v1().events().inNamespace(namespace).list().getItems())
        .hasSize(7) // two more on the cell, of its attempts
        .allMatch(event -> event.getCount() == 1);
    assertThat(scrape())
        .contains("transferstudy_attempts_failed_total{kind=\"out_of_memory\"} 2.0")
        .contains("transferstudy_events_total{result=\"posted\"} 7.0");
    // The second attempt was asked to divide its batches.
    assertThat(cluster.begun())
        .filteredOn(request -> request.work().equals("cell/b/x/random-init/1"))
        .extracting(WorkRequest::microBatchDivisor)
        .containsExactly(1, 2);
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

  private Map<String, String> events() {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .collect(
            Collectors.toMap(
                event ->
                    "%s %s %s"
                        .formatted(
                            event.getInvolvedObject().getName(),
                            event.getType(),
                            event.getReason()),
                event -> event.getMessage(),
                (one, other) -> one));
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
        .extracting(PretrainedStatus::attempt, PretrainedStatus::freeAttempts)
        .containsExactly(tuple(2, 1));
    assertThat(events().get("tiny Normal Disrupted")).contains("was deleted by somebody else");
  }

  @Test
  void anInvalidEditStopsWhatRunsUntilItIsCorrected() throws Exception {
    cluster.workers(request ->
        List.of("pretrain/b", "pretrain/c").contains(request.work())
            ? succeed(request)
            : Optional.empty());
    apply("tiny", study("parallelism: 3\nretry: {attempts: 1}"));
    await("tiny", status -> status.counts() != null && status.counts().running() == 2);
    apply("tiny", study("parallelism: 3\nretry: {attempts: 1}").replace("resnet-8", "resnet-9"));

    TransferStudyStatus invalid = await("tiny", s -> "Invalid".equals(s.state()));
    assertThat(message(invalid, "Progressing")).contains("what ran was stopped and goes on then");
    assertThat(invalid.counts().running()).isZero();
    until(() -> cluster.jobs().isEmpty(), "running Jobs are deleted");
    assertThat(invalid.pretrained())
        .filteredOn(model -> model.model().equals("a"))
        .extracting(PretrainedStatus::reason, PretrainedStatus::freeAttempts)
        .containsExactly(tuple("Interrupted", 1));
    assertThat(cells("tiny"))
        .extracting(cell -> cell.getStatus().reason())
        .filteredOn("Interrupted"::equals)
        .hasSize(2);

    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study("parallelism: 3\nretry: {attempts: 1}"));
    TransferStudyStatus status = await("tiny", complete());
    assertThat(status.counts().succeeded()).isEqualTo(9);
    assertThat(cluster.attempts("pretrain/a")).containsExactly(1, 2);
    assertThat(cluster.attempts("pretrain/b")).containsExactly(1);
  }

  @Test
  void anEditTouchesOnlyWhatDiffers() throws Exception {
    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study(""));
    await("tiny", complete());
    Map<String, String> before = uids("tiny");
    int begun = cluster.begun().size();

    apply(
        "tiny",
        study("").replace("{steps: 5}", "{steps: 6}").replace("seeds: [1]", "seeds: [1, 2]"));
    TransferStudyStatus status =
        await("tiny", s -> complete().test(s) && s.observedGeneration() == 2);
    assertThat(status.progress()).isEqualTo("18/18");
    Map<String, String> after = uids("tiny");
    assertThat(after.keySet()).containsAll(before.keySet()).hasSize(18);
    before.forEach((cell, uid) -> {
      if (cell.contains("fine-tuned")) {
        assertThat(after.get(cell)).as(cell).isNotEqualTo(uid);
      } else {
        assertThat(after.get(cell)).as(cell).isEqualTo(uid);
      }
    });
    assertThat(cluster.begun().size() - begun).isEqualTo(9 + 3);

    apply("tiny", study("")); // the added seed goes, the old setting comes back
    await("tiny", s -> complete().test(s) && s.observedGeneration() == 3);
    assertThat(uids("tiny").keySet()).containsExactlyInAnyOrderElementsOf(before.keySet());
  }

  @Test
  void aSuspendedStudyStopsAndGoesOn() throws Exception {
    apply("tiny", study("parallelism: 2"));
    await("tiny", status -> cluster.begun().size() == 2);
    apply("tiny", study("parallelism: 2\nsuspend: true"));
    TransferStudyStatus status =
        await("tiny", s -> "Suspended".equals(s.state()) && s.counts().running() == 0);
    assertThat(condition(status, "Suspended")).isEqualTo("True AsAsked");
    until(() -> cluster.jobs().isEmpty(), "running Jobs are deleted");
    Thread.sleep(2_000);
    assertThat(cluster.begun()).hasSize(2);

    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study("parallelism: 2"));
    status = await("tiny", complete());
    assertThat(status.pretrained().getFirst().attempt()).isEqualTo(2);
    assertThat(status.pretrained().getFirst().freeAttempts()).isEqualTo(1);
  }

  @Test
  void aDeletedStudyLeavesNothingOfItsOwn() throws Exception {
    apply("tiny", study("parallelism: 2"));
    await("tiny", status -> cluster.begun().size() == 2 && status.counts().running() <= 2);
    String uid =
        client
            .resources(TransferStudy.class)
            .inNamespace(namespace)
            .withName("tiny")
            .get()
            .getMetadata()
            .getUid();
    assertThat(cluster.jobs()).allMatch(job -> Labels.isOwnedBy(job, uid));
    assertThat(cells("tiny")).hasSize(9).allMatch(cell -> Labels.isOwnedBy(cell, uid));
    assertThat(scrape()).contains("study=\"tiny\"");

    client.resources(TransferStudy.class).inNamespace(namespace).withName("tiny").delete();
    until(() -> !scrape().contains("study=\"tiny\""), "gauges vanish");
    Thread.sleep(2_000);
    assertThat(cluster.begun()).hasSize(2);

    // Made again under the same name it has nothing to do with the old one's objects.
    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study("parallelism: 2"));
    assertThat(await("tiny", complete()).counts().succeeded()).isEqualTo(9);
  }

  @Test
  void anIdleStudyWritesNothing() throws Exception {
    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study(""));
    await("tiny", complete());
    until(() -> cluster.jobs().isEmpty(), "Jobs are deleted");
    Thread.sleep(2_500);
    String study = version("tiny");
    Map<String, String> cells = versions(cells("tiny"));

    client
        .resources(TransferStudy.class)
        .inNamespace(namespace)
        .withName("tiny")
        .edit(s -> {
          s.getMetadata().setLabels(Map.of("touched", "by-hand"));
          return s;
        });
    String touched = version("tiny");
    assertThat(touched).isNotEqualTo(study);
    cells("tiny").stream()
        .findFirst()
        .ifPresent(cell ->
            client
                .resource(cell)
                .edit(c -> {
                  c.getMetadata().getLabels().put("touched", "by-hand");
                  return c;
                }));
    Thread.sleep(3_500);
    assertThat(version("tiny")).isEqualTo(touched);
    Map<String, String> now = versions(cells("tiny"));
    assertThat(now.entrySet().stream().filter(e -> !cells.get(e.getKey()).equals(e.getValue())))
        .hasSize(1);
  }

  @Test
  void aStudyThatCannotBeReadStopsNoOther() throws Exception {
    operator.close();
    // A looser schema lets in what this operator cannot read, as a newer version's would.
    client
        .resources(CustomResourceDefinition.class)
        .withName("transferstudies.transferstudy.io")
        .edit(crd -> {
          var spec =
              crd.getSpec()
                  .getVersions()
                  .getFirst()
                  .getSchema()
                  .getOpenAPIV3Schema()
                  .getProperties()
                  .get("spec")
                  .getProperties();
          spec.get("parallelism").setType(null);
          spec.get("parallelism").setMinimum(null);
          spec.get("parallelism").setMaximum(null);
          spec.get("parallelism").setXKubernetesPreserveUnknownFields(true);
          return crd;
        });
    cluster.workers(StudyOperatorIT::succeed);
    until(
        () -> {
          try {
            client
                .genericKubernetesResources("transferstudy.io/v1alpha1", "TransferStudy")
                .inNamespace(namespace)
                .load(
                    new ByteArrayInputStream(
                        manifest("odd", study("parallelism: {min: 1, max: 4}"))
                            .getBytes(StandardCharsets.UTF_8)))
                .create();
            return true;
          } catch (KubernetesClientException e) {
            return false;
          }
        },
        "the looser schema is in force");
    apply("tiny", study(""));
    startOperator();

    await("tiny", complete());
    TransferStudyStatus odd = await("odd", s -> "Invalid".equals(s.state()));
    assertThat(message(odd, "Accepted")).contains("spec: cannot be read: ");
  }

  @Test
  void healthAndMeters() throws Exception {
    cluster.workers(StudyOperatorIT::succeed);
    apply("tiny", study(""));
    await("tiny", complete());

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    String scrape = scrape();
    assertThat(scrape)
        .contains("transferstudy_studies{state=\"Complete\"} 1.0")
        .contains(
            "transferstudy_cells{namespace=\"%s\",state=\"succeeded\",study=\"tiny\"} 9.0"
                .formatted(namespace))
        .contains("transferstudy_cells_finished_total{outcome=\"succeeded\"} 9.0")
        .contains("transferstudy_reconcile_seconds_count{outcome=\"success\"}");
    for (var meter : Meter.values()) {
      for (String series : meter.series()) {
        assertThat(scrape).containsPattern("(?m)^" + series + "\\{");
      }
    }
  }

  static Optional<Outcome> succeed(WorkRequest request) {
    int correct =
        switch (request.stage().model().name()) {
          case "a" -> 10;
          case "b" -> 12;
          default -> 14;
        };
    boolean pretrain = request.stage() instanceof Stage.Pretrain;
    return Optional.of(
        new Outcome.Success(
            "0".repeat(64),
            correct,
            20,
            request.stage() instanceof Stage.Training
                ? new Outcome.Chosen.Point(0.1, 0)
                : request.stage() instanceof Stage.FixedFeatures
                    ? new Outcome.Chosen.L2(0.01)
                    : null,
            pretrain ? null : 0.5,
            1,
            "cpu",
            false,
            "results/" + request.work(),
            pretrain ? "1".repeat(64) : null));
  }

  private static Optional<Outcome> failed(Failure.Kind kind, String message) {
    return Optional.of(new Outcome.Failed(new Failure(kind, message)));
  }

  /** Three models pretrained here, one data set, three settings. */
  static String study(String more) {
    return """
    models:
      - {name: a, architecture: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}
      - {name: b, architecture: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}
      - {name: c, architecture: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}
    datasets: [{name: x, procedural: {task: textures}}]
    settings:
      - {name: fixed-features}
      - {name: fine-tuned, training: {steps: 5}}
      - {name: random-init, training: {steps: 7}}
    seeds: [1]
    """
        + more;
  }

  static String manifest(String name, String spec) {
    return "apiVersion: transferstudy.io/v1alpha1\nkind: TransferStudy\nmetadata: {name: "
        + name
        + "}\nspec:\n"
        + spec.indent(2);
  }

  private void apply(String name, String spec) {
    var wanted =
        client.getKubernetesSerialization().unmarshal(manifest(name, spec), TransferStudy.class);
    wanted.getMetadata().setNamespace(namespace);
    var existing = client.resource(wanted).get();
    if (existing == null) {
      client.resource(wanted).create();
    } else {
      client
          .resources(TransferStudy.class)
          .inNamespace(namespace)
          .withName(name)
          .edit(study -> {
            study.setSpec(wanted.getSpec());
            return study;
          });
    }
  }

  private TransferStudyStatus await(String name, Predicate<TransferStudyStatus> wanted)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    TransferStudyStatus status = null;
    while (Instant.now().isBefore(end)) {
      var study = client.resources(TransferStudy.class).inNamespace(namespace).withName(name).get();
      status = study.getStatus();
      if (status != null && wanted.test(status)) {
        return status;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(
        "not reached: "
            + status
            + "; begun "
            + cluster.begun().stream().map(WorkRequest::work).toList());
  }

  private interface Check {
    boolean holds() throws Exception;
  }

  private static void until(Check check, String what) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!check.holds()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not reached: " + what);
      }
      Thread.sleep(50);
    }
  }

  private static Predicate<TransferStudyStatus> complete() {
    return status -> "Complete".equals(status.state());
  }

  private static String condition(TransferStudyStatus status, String type) {
    return find(status, type, c -> c.status() + " " + c.reason());
  }

  private static String message(TransferStudyStatus status, String type) {
    return find(status, type, StudyCondition::message);
  }

  private static String find(
      TransferStudyStatus status, String type, Function<StudyCondition, String> part) {
    return status.conditions().stream()
        .filter(c -> c.type().equals(type))
        .map(part)
        .findFirst()
        .orElse("absent");
  }

  private List<TransferCell> cells(String study) {
    return client
        .resources(TransferCell.class)
        .inNamespace(namespace)
        .withLabel(TransferCell.STUDY_LABEL, study)
        .list()
        .getItems();
  }

  private static String id(TransferCell cell) {
    var spec = cell.getSpec();
    return spec.model() + "/" + spec.dataset() + "/" + spec.setting() + "/" + spec.seed();
  }

  private TransferCell cell(String study, String id) {
    return cells(study).stream().filter(cell -> id(cell).equals(id)).findFirst().orElseThrow();
  }

  private Map<String, String> uids(String study) {
    return cells(study).stream()
        .collect(Collectors.toMap(StudyOperatorIT::id, cell -> cell.getMetadata().getUid()));
  }

  private static Map<String, String> versions(List<? extends HasMetadata> objects) {
    return objects.stream()
        .collect(
            Collectors.toMap(
                o -> o.getMetadata().getName(), o -> o.getMetadata().getResourceVersion()));
  }

  private String version(String study) {
    return client
        .resources(TransferStudy.class)
        .inNamespace(namespace)
        .withName(study)
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  private String scrape() throws Exception {
    return get("/metrics").body();
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + operator.httpPort() + path))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
