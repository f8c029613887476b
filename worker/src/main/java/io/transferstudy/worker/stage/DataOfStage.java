package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.Datasets;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.pack.Pack;
import java.nio.file.Path;

/** Opens what a stage trains or tests on. */
final class DataOfStage {
  private DataOfStage() {}

  /**
   * From its pack where there is one, else where it lies, or drawn.
   *
   * @param metric that it is scored by
   * @throws InvalidRequestException if that is not for what its images show
   */
  static LoadedDataset open(Stage.Data data, Metric metric, StageContext context) {
    return scorable(open(data, context, Scratch.NONE), metric);
  }

  /** The same, with a copy of the pack on the machine's own disk where there is room for one. */
  static LoadedDataset readManyTimes(Stage.Data data, Metric metric, StageContext context) {
    return scorable(open(data, context, context.scratch()), metric);
  }

  private static LoadedDataset scorable(LoadedDataset dataset, Metric metric) {
    if (dataset.several() != (metric == Metric.ELEVEN_POINT_MAP)) {
      throw new InvalidRequestException(
          "images of '%s' show %s, which %s cannot score%s"
              .formatted(
                  dataset.name(),
                  dataset.several() ? "several classes each" : "one class each",
                  metric.label(),
                  dataset.several() ? "; say metric: ElevenPointMap for it" : ""));
    }
    return dataset;
  }

  private static LoadedDataset open(Stage.Data data, StageContext context, Scratch scratch) {
    long seed = context.request().seed();
    if (data.pack() == null) {
      return Datasets.open(data.dataset(), context.dataFolder(), seed);
    }
    Path prepared = context.artifactsFolder().resolve(data.pack());
    String name = prepared.getFileName() + ".pack"; // the key of its preparation
    Path pack = scratch.near(prepared.resolve(PrepareStage.PACK), name);
    return Datasets.split(data.dataset(), Pack.open(pack), seed);
  }
}
