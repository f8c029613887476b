package io.transferstudy.worker.stage;

import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.Datasets;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.pack.Pack;
import java.nio.file.Path;

/** Opens what a stage trains or tests on. */
final class DataOfStage {
  private DataOfStage() {}

  /** From its pack where there is one, else where it lies, or drawn. */
  static LoadedDataset open(Stage.Data data, StageContext context) {
    long seed = context.request().seed();
    if (data.pack() == null) {
      return Datasets.open(data.dataset(), context.dataFolder(), seed);
    }
    Path pack = context.artifactsFolder().resolve(data.pack()).resolve(PrepareStage.PACK);
    return Datasets.split(data.dataset(), Pack.open(pack), seed);
  }
}
