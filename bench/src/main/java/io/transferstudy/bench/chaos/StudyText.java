package io.transferstudy.bench.chaos;

import io.transferstudy.bench.PlayedNamespace;
import java.util.List;
import java.util.stream.Collectors;

/** Studies and their grids as text for the API server. */
final class StudyText {
  /** Each version of a model has an image size of its own, and so another definition. */
  private static final int SMALLEST_IMAGE = 32;

  private StudyText() {}

  /** The manifest of a new study. */
  static String manifest(PlannedStudy study, String namespace) {
    return """
    apiVersion: transferstudy.io/v1alpha1
    kind: TransferStudy
    metadata: {name: %s, namespace: %s}
    spec:
      models: %s
      datasets: %s
      settings: %s
      parallelism: %d
      storage: %s
      worker:
        annotations:
          kwok.test/duration: %dms
          kwok.test/termination-message: '%s'
    """
        .formatted(
            study.name(),
            namespace,
            models(study.shape()),
            datasets(study.shape()),
            list(
                study.shape().settings().stream()
                    .map("{\"name\": \"%s\", \"preset\": \"random-init\"}"::formatted)
                    .toList()),
            study.parallelism(),
            PlayedNamespace.STORAGE,
            study.podDuration().toMillis(),
            PlayedResult.message());
  }

  /** A merge patch that gives a study this grid. */
  static String edit(Shape shape) {
    return "{\"spec\": {\"models\": %s, \"datasets\": %s}}"
        .formatted(models(shape), datasets(shape));
  }

  /** A merge patch. */
  static String suspend(boolean suspend) {
    return "{\"spec\": {\"suspend\": %b}}".formatted(suspend);
  }

  private static String models(Shape shape) {
    return list(
        shape.models().stream()
            .map(entry ->
                """
                {"name": "%s", "architecture": "mobilenet-v1", "imageSize": %d}\
                """
                    .formatted(entry.name(), SMALLEST_IMAGE + entry.version()))
            .toList());
  }

  private static String datasets(Shape shape) {
    return list(
        shape.datasets().stream()
            .map(entry ->
                """
                {"name": "%s", "procedural": {"task": "textures", "seed": %d}}\
                """
                    .formatted(entry.name(), entry.version()))
            .toList());
  }

  private static String list(List<String> entries) {
    return entries.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
