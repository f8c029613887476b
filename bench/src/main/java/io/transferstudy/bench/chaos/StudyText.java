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
    """
        .formatted(
            study.name(),
            namespace,
            models(study.shape()),
            datasets(study.shape()),
            list(
                study.shape().settings().stream()
                    .map(setting ->
                        "{\"name\": \"%s\", \"preset\": \"%s\"}"
                            .formatted(setting.name(), setting.preset()))
                    .toList()),
            study.parallelism(),
            PlayedNamespace.STORAGE,
            study.podDuration().toMillis());
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
                {"name": "%s", "architecture": "mobilenet-v1", "imageSize": %d%s}\
                """
                    .formatted(entry.name(), SMALLEST_IMAGE + entry.version(), weights(entry)))
            .toList());
  }

  private static String weights(Shape.Entry entry) {
    return switch (entry.source()) {
      case NONE, DRAWN, FILES -> "";
      case GIVEN -> ", \"weights\": {\"path\": \"%s\"}".formatted(PlayedWorker.path(entry));
      case PRETRAINED ->
          pretrain(entry, "{\"name\": \"drawn\", \"procedural\": {\"task\": \"source\"}}");
      case PRETRAINED_ON_FILES ->
          pretrain(
              entry,
              "{\"name\": \"%1$s\", \"imageFolder\": {\"path\": \"%1$s\"}}"
                  .formatted(Shape.SOURCE));
    };
  }

  private static String pretrain(Shape.Entry entry, String dataset) {
    return """
    , "pretrain": {"dataset": %s, "training": {"learningRates": [%s]}}\
    """
        .formatted(dataset, PlayedWorker.learningRate(entry));
  }

  private static String datasets(Shape shape) {
    return list(shape.datasets().stream().map(StudyText::dataset).toList());
  }

  private static String dataset(Shape.Entry entry) {
    return entry.source() == Source.FILES
        ? """
        {"name": "%s", "imageFolder": {"path": "%s"}}\
        """
            .formatted(entry.name(), PlayedWorker.path(entry))
        : """
        {"name": "%s", "procedural": {"task": "textures", "seed": %d}}\
        """
            .formatted(entry.name(), entry.version());
  }

  private static String list(List<String> entries) {
    return entries.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
