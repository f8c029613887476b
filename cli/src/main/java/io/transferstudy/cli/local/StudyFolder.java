package io.transferstudy.cli.local;

import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.work.WorkId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where things lie below a study's folder.
 *
 * @param path absolute, without symbolic links, so that two ways to the same folder are one
 */
public record StudyFolder(Path path) {
  private static final int DIGEST_CHARS = 12; // 48 bits, and the names stand before it

  /** Where a study's results go: where the user says, else {@code studies/NAME}. */
  public static Path chosen(@Nullable Path output, Study study) {
    return output == null ? Path.of("studies", study.name()) : output;
  }

  /** Which study this folder holds. */
  Path id() {
    return path.resolve("study-id.json");
  }

  /** Locked by the one process that runs the study. */
  Path lock() {
    return path.resolve(".lock");
  }

  /** One folder for each piece of work. */
  Path work() {
    return path.resolve("work");
  }

  /** Results, pretrained weights and checkpoints, in the worker's own order. */
  public Path artifacts() {
    return path.resolve("artifacts");
  }

  /** Request and log of a data set's preparation by hand. */
  public Path preparation(String dataset) {
    return path.resolve("prepare").resolve(dataset);
  }

  /** One row a cell. */
  public Path csv() {
    return path.resolve("results.csv");
  }

  /** The manifest as applied and all that is known. */
  public Path json() {
    return path.resolve("study.json");
  }

  /** For people. */
  public Path report() {
    return path.resolve("report.html");
  }

  /**
   * The folder of a piece of work as the manifest now defines it. An edit that can change the
   * result leads to another folder; undoing the edit leads back to the old results.
   *
   * @param definition its digest
   */
  Path work(WorkId work, String definition) {
    String names =
        switch (work) {
          case WorkId.Prepare(var dataset) -> "prepare_" + dataset;
          case WorkId.Gate(var model) -> "gate_" + model;
          case WorkId.Pretrain(var model) -> "pretrain_" + model;
          case WorkId.OfCell(CellId(var model, var dataset, var setting, var seed)) ->
              String.join("_", model, dataset, setting, Long.toString(seed));
        };
    return work().resolve(names + "_" + definition.substring(0, DIGEST_CHARS));
  }
}
