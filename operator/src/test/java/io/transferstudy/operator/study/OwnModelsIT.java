package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.kube.Configs;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user's own TorchScript file, on a real API server. */
class OwnModelsIT extends StudyScene {
  private static final String STUDY =
      """
      models:
        - {name: a, architecture: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}
        - name: mine
          imageSize: 32
          torchScript: {path: m.pt, featureWidth: 8, mean: [0, 0, 0], std: [1, 1, 1]}
      datasets: [{name: x, procedural: {task: textures}}]
      settings: [{name: fixed-features}]
      storage: {weights: {claimName: weights}}
      """;

  private boolean allowed;

  @Override
  OperatorConfig config() {
    return allowed
        ? Configs.watching(namespace, "ALLOW_TORCHSCRIPT", "true")
        : Configs.watching(namespace);
  }

  @Test
  void itIsRefusedUnlessTheOperatorsConfigAllowsIt() throws Exception {
    client.resource(TestClaims.claim(namespace, "weights", "ReadWriteMany")).create();
    apply("tiny", STUDY);
    var refused = await("tiny", status -> "Invalid".equals(status.state()));
    assertThat(condition(refused, "Accepted")).startsWith("False");
    assertThat(message(refused, "Accepted"))
        .contains("spec.models[1].torchScript: a TorchScript file is a program, not data")
        .contains("ask for worker.allowTorchScript");
    assertThat(cluster.jobs()).isEmpty();
    assertThat(cells("tiny")).isEmpty();

    operator.close();
    allowed = true;
    startOperator();
    until(() -> cluster.attempts("gate/mine").equals(List.of(1)), "its gate is started");
    assertThat(told("gate/mine")).containsExactly("true");
    cluster.workers(StudyScene::succeed);
    var done = await("tiny", complete());
    assertThat(condition(done, "Accepted")).startsWith("True");
    assertThat(cluster.begun())
        .filteredOn(request -> request.stage() instanceof Stage.FixedFeatures)
        .extracting(request -> ((Stage.FixedFeatures) request.stage()).weights())
        .contains(new Weights.File("m.pt", "1".repeat(64)));
  }

  /** What the pods of that work have in their environment about programs. */
  private List<String> told(String work) {
    return cluster.jobs().stream()
        .filter(job -> work.equals(job.getMetadata().getAnnotations().get(Labels.WORK)))
        .flatMap(job -> job.getSpec().getTemplate().getSpec().getContainers().stream())
        .flatMap(container -> container.getEnv().stream())
        .filter(variable -> variable.getName().equals("TRANSFER_STUDY_ALLOW_TORCHSCRIPT"))
        .map(EnvVar::getValue)
        .toList();
  }
}
