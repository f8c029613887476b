package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Manifests that are invalid, changed or cannot be read, on a real API server. */
class StudyEditIT extends StudyScene {
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
    cluster.workers(StudyScene::succeed);
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
        .extracting(ModelStatus::reason, ModelStatus::freeAttempts)
        .containsExactly(tuple("Interrupted", 1));
    assertThat(cells("tiny"))
        .extracting(cell -> cell.getStatus().reason())
        .filteredOn("Interrupted"::equals)
        .hasSize(2);

    cluster.workers(StudyScene::succeed);
    apply("tiny", study("parallelism: 3\nretry: {attempts: 1}"));
    TransferStudyStatus status = await("tiny", complete());
    assertThat(status.counts().succeeded()).isEqualTo(9);
    assertThat(cluster.attempts("pretrain/a")).containsExactly(1, 2);
    assertThat(cluster.attempts("pretrain/b")).containsExactly(1);
  }

  @Test
  void anEditTouchesOnlyWhatDiffers() throws Exception {
    cluster.workers(StudyScene::succeed);
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

    cluster.workers(StudyScene::succeed);
    apply("tiny", study("parallelism: 2"));
    status = await("tiny", complete());
    assertThat(status.pretrained().getFirst().attempt()).isEqualTo(2);
    assertThat(status.pretrained().getFirst().freeAttempts()).isEqualTo(1);
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
    cluster.workers(StudyScene::succeed);
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
}
