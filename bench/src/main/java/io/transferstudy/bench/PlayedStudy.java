package io.transferstudy.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.TransferStudy;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A study whose pods are played: they end with a result message that carries their own identity,
 * attempt and UID, taken from their labels.
 *
 * @param name of the study
 * @param models rows of the grid
 * @param datasets columns of the grid
 * @param settings 1 to 3
 * @param atOnce workers
 */
record PlayedStudy(String name, int models, int datasets, int settings, int atOnce) {
  private static final String LABEL = "$(LABEL:transferstudy.io/%s)";

  /** A study of that many cells: the paper's grid for 468, else one with two settings. */
  static PlayedStudy of(String name, int cells, int atOnce) {
    if (cells == 468) {
      return new PlayedStudy(name, 13, 12, 3, atOnce);
    }
    int datasets = 50;
    if (cells % (2 * datasets) != 0) {
      throw new IllegalArgumentException("468 or a multiple of 100 cells, got " + cells);
    }
    return new PlayedStudy(name, cells / (2 * datasets), datasets, 2, atOnce);
  }

  int cells() {
    return models * datasets * settings;
  }

  /** Applies it. */
  void apply(KubernetesClient client, String namespace) {
    client.resource(manifest(namespace)).create();
  }

  /** Whether every cell has ended; fails if one has failed. */
  boolean complete(KubernetesClient client, String namespace) {
    var status =
        client
            .resources(TransferStudy.class)
            .inNamespace(namespace)
            .withName(name)
            .require()
            .getStatus();
    if (status == null || status.counts() == null) {
      if (status != null && "Invalid".equals(status.state())) {
        throw new IllegalStateException("refused: " + status.conditions());
      }
      return false;
    }
    if (status.counts().failed() > 0) {
      throw new IllegalStateException("failed: " + status.conditions());
    }
    return "Complete".equals(status.state());
  }

  /** Its manifest, as YAML. */
  String manifest(String namespace) {
    return """
    apiVersion: transferstudy.io/v1alpha1
    kind: TransferStudy
    metadata: {name: %s, namespace: %s}
    spec:
      models: [%s]
      datasets: [%s]
      settings: [%s]
      parallelism: %d
      storage: %s
      worker:
        annotations:
          kwok.test/termination-message: '%s'
    """
        .formatted(
            name,
            namespace,
            list(models, "{name: m%1$d, architecture: mobilenet-v1}"),
            list(datasets, "{name: d%1$d, procedural: {task: textures}}"),
            list(settings, "{name: s%1$d, preset: random-init}"),
            atOnce,
            PlayedNamespace.STORAGE,
            message());
  }

  private static String list(int count, String entry) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(entry::formatted)
        .collect(Collectors.joining(", "));
  }

  private static String message() {
    return """
    {"studyUid":"%s","work":"cell/%s/%s/%s/%s","attempt":%s,"podUid":"$(POD_UID)",\
    "outcome":{"type":"success","resultKey":"%s","correct":843,"total":1000,"seconds":1.0,\
    "device":"cpu","reused":false,"artifacts":"results/played"}}\
    """
        .formatted(
            LABEL.formatted("study-uid"),
            LABEL.formatted("model"),
            LABEL.formatted("dataset"),
            LABEL.formatted("setting"),
            LABEL.formatted("seed"),
            LABEL.formatted("attempt"),
            "0".repeat(64));
  }
}
