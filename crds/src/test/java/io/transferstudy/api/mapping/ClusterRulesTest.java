package io.transferstudy.api.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterRulesTest {
  private static final ClusterPolicy ANY_CLAIM =
      new ClusterPolicy(List.of("registry/team/*", "registry/one:1"), List.of("low"));

  private record Bad(String spec, List<String> violations) {}

  private static Bad bad(String spec, String... violations) {
    return new Bad(spec, List.of(violations));
  }

  static Stream<Bad> bad() {
    return Stream.of(
        bad(
            "storage: {artifacts: {claimName: other/results, subPath: ../a}}",
            "spec.storage.artifacts.claimName: must be the name alone of an object of the study's own"
                + " namespace, without '/', got 'other/results'",
            "spec.storage.artifacts.subPath: must not leave the artifacts folder by '..', got"
                + " '../a'"),
        bad(
            "storage: {data: {claimName: 'a b', subPath: 'a\\..\\b'}}",
            "spec.storage.data.claimName: is not the name of any object, got 'a b'",
            "spec.storage.data.subPath: must have '/' between folders and no '\\', got"
                + " 'a\\..\\b'"),
        bad(
            "storage: {weights: {claimName: w, subPath: \"a\\nspec: is fine\"}}",
            "spec.storage.weights.subPath: must not have control characters or line breaks, got"
                + " 'a\\u000aspec: is fine'"),
        bad(
            "worker: {image: registry/teams/x, priorityClassName: high}",
            "spec.worker.image: 'registry/teams/x' is not allowed by the operator's config; leave it"
                + " out",
            "spec.worker.priorityClassName: 'high' is not allowed by the operator's config"),
        bad(
            "worker: {image: 'registry/team/x y'}",
            "spec.worker.image: must be a reference such as registry/worker:1, got"
                + " 'registry/team/x y'"),
        bad(
            "worker: {resources: {limits: {nvidia.com/gpu: 8, cpu: 1}, requests: {cpu: 2, memory:"
                + " '1e400'}}}",
            "spec.worker.resources.requests.memory: must be a quantity such as 500m or 2Gi, got"
                + " '1e400'",
            "spec.worker.resources.limits.nvidia.com/gpu: must be cpu, memory or ephemeral-storage;"
                + " GPUs are asked for by spec.worker.gpus",
            "spec.worker.resources.requests.cpu: must not be more than its limit"),
        bad(
            "worker: {resources: {requests: {memory: -1Gi}}}",
            "spec.worker.resources.requests.memory: must be a quantity such as 500m or 2Gi, got"
                + " '-1Gi'"),
        bad(
            "worker: {labels: {'a b': x, team: 'no way', transferstudy.io/study: o,"
                + " kueue.x-k8s.io/queue-name: q, app.kubernetes.io/name: n}}",
            "spec.worker.labels: 'a b' is not a key such as team or example.org/team",
            "spec.worker.labels.team: must be at most 63 letters, digits, '-', '_' and '.', between"
                + " letters or digits, got 'no way'",
            "spec.worker.labels.app.kubernetes.io/name: is reserved; choose another prefix",
            "spec.worker.labels.kueue.x-k8s.io/queue-name: is reserved; choose another prefix",
            "spec.worker.labels.transferstudy.io/study: is reserved; choose another prefix"),
        bad(
            "worker: {annotations: {a/b/c: x,"
                + " container.apparmor.security.beta.kubernetes.io/worker: unconfined, big: "
                + "x".repeat(20_000)
                + "}}",
            "spec.worker.annotations: 'a/b/c' is not a key such as team or example.org/team",
            "spec.worker.annotations: must have at most 16384 characters together, got 20072",
            "spec.worker.annotations.container.apparmor.security.beta.kubernetes.io/worker: is"
                + " reserved; choose another prefix"),
        bad(
            "worker: {nodeSelector: {zone: '-'}, imagePullSecrets: [other/secret]}",
            "spec.worker.nodeSelector.zone: must be at most 63 letters, digits, '-', '_' and '.',"
                + " between letters or digits, got '-'",
            "spec.worker.imagePullSecrets[0]: must be the name alone of an object of the study's own"
                + " namespace, without '/', got 'other/secret'"),
        bad(
            "worker: {tolerations: [{}, {operator: Lt, key: a}, {key: a, operator: Exists, value:"
                + " b}, {key: a, effect: Never}, {key: a, tolerationSeconds: 3}, {key: a b}]}",
            "spec.worker.tolerations[0].operator: must be Exists where there is no key",
            "spec.worker.tolerations[1].operator: must be Equal or Exists, got 'Lt'",
            "spec.worker.tolerations[2].value: must be left out with the operator Exists",
            "spec.worker.tolerations[3].effect: must be NoSchedule, PreferNoSchedule or NoExecute, got"
                + " 'Never'",
            "spec.worker.tolerations[4].tolerationSeconds: goes with the effect NoExecute only",
            "spec.worker.tolerations[5].key: 'a b' is not a key such as team or example.org/team"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void listsEveryViolation(Bad bad) {
    assertThat(check(ANY_CLAIM, bad.spec())).containsExactlyElementsOf(bad.violations());
  }

  @Test
  void whatAPodMayCarryIsAccepted() {
    assertThat(
            check(
                ANY_CLAIM,
                """
                storage: {data: {claimName: images.v2, subPath: a/..b/c}}
                worker:
                  image: registry/team/x:1@sha256:0123
                  priorityClassName: low
                  gpus: 2
                  resources: {requests: {cpu: 500m, memory: 1.5Gi}, limits: {cpu: 2, ephemeral-storage: 1e9}}
                  nodeSelector: {topology.kubernetes.io/zone: a}
                  labels: {team: vision, example.org/cost: ''}
                  annotations: {kueue.x-k8s.io/podset-required-topology: rack, note: "two\\nlines"}
                  tolerations: [{operator: Exists}, {key: gpu, value: 'yes', effect: NoExecute, tolerationSeconds: 3}]
                  imagePullSecrets: [registry]
                """))
        .isEmpty();
  }

  /** Each is recorded in a status of bounded size. */
  @Test
  void pretrainedModelsAreBounded() {
    assertThat(pretrained(40)).isEmpty();
    assertThat(pretrained(41))
        .containsExactly(
            "spec.models: 41 models with pretrain are too many in a cluster; at most 40 in a study");
  }

  private static List<String> pretrained(int models) {
    var manifest =
        Manifest.read(
            """
            apiVersion: transferstudy.io/v1alpha1
            kind: TransferStudy
            metadata: {name: tiny}
            spec:
              models: [%s]
              datasets: [{name: textures, procedural: {task: textures}}]
              settings: [{name: fixed-features}]
            """
                .formatted(
                    IntStream.range(0, models)
                        .mapToObj(i ->
                            "{name: m%d, architecture: resnet-8, pretrain: {dataset: {name: source, procedural: {task: source}}}}"
                                .formatted(i))
                        .collect(Collectors.joining(", "))),
            Catalogue.shipped());
    assertThat(manifest).isInstanceOf(Manifest.Valid.class);
    var valid = (Manifest.Valid) manifest;
    return ClusterRules.check("space", valid.spec(), valid.study(), ANY_CLAIM).stream()
        .map(Violation::toString)
        .toList();
  }

  @Test
  void weightsComeFromAllowedHostsOnly() {
    var policy =
        new ClusterPolicy(
            List.of(), List.of(), List.of(), List.of("huggingface.co", "*.lab.org"), false);
    String models =
        "models: [{name: a, architecture: resnet-8, weights: {uri: 'hf://owner/name'}}, {name: b,"
            + " architecture: resnet-8, weights: {uri: 'https://w.lab.org/b'}}, {name: c,"
            + " architecture: resnet-8, weights: {uri: 'https://lab.org/c'}}, {name: d,"
            + " architecture: resnet-8, weights: {uri: 'https://evil-lab.org/d'}}]";

    assertThat(violations(policy, models))
        .containsExactly(
            "spec.models[2].weights.uri: host 'lab.org' is not allowed by the operator's config;"
                + " use path",
            "spec.models[3].weights.uri: host 'evil-lab.org' is not allowed by the operator's"
                + " config; use path");
    assertThat(violations(ANY_CLAIM, models)).hasSize(4);
  }

  @Test
  void programsRunWhereTheyAreAllowedOnly() {
    String own =
        """
        models:
          - name: mine
            imageSize: 32
            torchScript: {path: m.pt, featureWidth: 8, mean: [0, 0, 0], std: [1, 1, 1]}
        """;
    String stored = own + "storage: {weights: {claimName: a}}";

    assertThat(violations(ANY_CLAIM, "fixed-features", stored))
        .containsExactly(
            "spec.models[0].torchScript: a TorchScript file is a program, not data, and the"
                + " operator's config allows none; use weights of an architecture, or ask for"
                + " worker.allowTorchScript");
    var policy = new ClusterPolicy(List.of(), List.of(), List.of(), List.of(), true);
    assertThat(violations(policy, "fixed-features", stored)).isEmpty();
    assertThat(violations(policy, "fixed-features", own))
        .containsExactly(
            "spec.storage.weights: is required in a cluster: model 'mine' is read from it");
  }

  @Test
  void aListOfClaimsBoundsThem() {
    var policy =
        new ClusterPolicy(
            List.of(),
            List.of(),
            List.of("images-*", "space/own", "elsewhere/results"),
            List.of(),
            false);
    String storage =
        "storage: {data: {claimName: images-1}, weights: {claimName: own}, artifacts: {claimName:"
            + " results}}";

    assertThat(check(policy, storage))
        .containsExactly(
            "spec.storage.artifacts.claimName: 'results' is not allowed by the operator's config");
    assertThat(check(ANY_CLAIM, storage)).isEmpty();
  }

  private static List<String> check(ClusterPolicy policy, String spec) {
    return violations(policy, "models: [{name: resnet-8}]\n" + spec);
  }

  private static List<String> violations(ClusterPolicy policy, String spec) {
    return violations(policy, "random-init", spec);
  }

  private static List<String> violations(ClusterPolicy policy, String setting, String spec) {
    var manifest =
        Manifest.read(
            """
            apiVersion: transferstudy.io/v1alpha1
            kind: TransferStudy
            metadata: {name: tiny}
            spec:
              datasets: [{name: textures, procedural: {task: textures}}]
              settings: [{name: %s}]
            """
                    .formatted(setting)
                + spec.indent(2),
            Catalogue.shipped());
    assertThat(manifest).isInstanceOf(Manifest.Valid.class);
    var valid = (Manifest.Valid) manifest;
    return ClusterRules.check("space", valid.spec(), valid.study(), policy).stream()
        .map(Violation::toString)
        .toList();
  }
}
