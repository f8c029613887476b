package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.meter.Meter;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A study from its start to its end, on a real API server. */
class StudyRunIT extends StudyScene {
  @Test
  void aStudyRunsToItsEnd() throws Exception {
    cluster.workers(StudyScene::succeed);
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
        .extracting(ModelStatus::model, ModelStatus::phase, ModelStatus::correct)
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
    cluster.workers(StudyScene::succeed);
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
    cluster.workers(StudyScene::succeed);
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
    cluster.workers(StudyScene::succeed);
    apply("tiny", study("ttlSecondsAfterFinished: 6"));
    await("tiny", complete());
    Thread.sleep(3_000);
    var studies = client.resources(TransferStudy.class).inNamespace(namespace);
    assertThat(studies.withName("tiny").get()).isNotNull();
    until(() -> studies.withName("tiny").get() == null, "the study is deleted");
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
    cluster.workers(StudyScene::succeed); // what runs ends while nobody watches
    until(
        () -> cluster.jobs().stream().allMatch(job -> job.getStatus().getCompletionTime() != null),
        "every Job ends");
    startOperator();

    TransferStudyStatus status = await("tiny", complete());
    assertThat(status.counts().succeeded()).isEqualTo(9);
    assertThat(cluster.begun().stream().map(WorkRequest::work)).doesNotHaveDuplicates();
  }

  @Test
  void anIdleStudyWritesNothing() throws Exception {
    cluster.workers(StudyScene::succeed);
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
  void healthAndMeters() throws Exception {
    cluster.workers(StudyScene::succeed);
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
    cluster.workers(StudyScene::succeed);
    apply("tiny", study("parallelism: 2"));
    assertThat(await("tiny", complete()).counts().succeeded()).isEqualTo(9);
  }
}
