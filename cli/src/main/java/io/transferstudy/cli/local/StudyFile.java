package io.transferstudy.cli.local;

import io.transferstudy.study.findings.Conclusions;
import io.transferstudy.study.findings.Correlation;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.findings.Leaderboard;
import io.transferstudy.study.findings.Score;
import io.transferstudy.study.findings.SettingFindings;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.report.StudyReport;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code study.json} holds: the manifest as applied and all that is known.
 *
 * @param study its name
 * @param uid of the study in this folder
 * @param writtenAt ISO-8601
 * @param versions of what the numbers were made with
 * @param manifest as applied; enough to read the folder again
 * @param pretrained results of pretraining, by model
 * @param cells one entry a cell, in the order of the grid
 * @param settings what was found in each
 * @param conclusions in words
 */
public record StudyFile(
    String study,
    String uid,
    String writtenAt,
    Map<String, String> versions,
    Object manifest,
    Map<String, Outcome.Success> pretrained,
    List<Cell> cells,
    List<Found> settings,
    Conclusions conclusions) {

  /** The part of the file that a later command needs. */
  public record Applied(String study, String uid, Object manifest) {}

  /**
   * A cell.
   *
   * @param folder of its attempts and their logs, relative to the study's folder
   */
  public record Cell(
      String model,
      String dataset,
      String setting,
      long seed,
      String state,
      int attempt,
      @Nullable Score score,
      Outcome.@Nullable Success result,
      @Nullable Failure failure,
      String folder) {}

  /** What was found in one setting. */
  public record Found(String setting, Leaderboard leaderboard, Correlation correlation) {
    private static Found of(SettingFindings found) {
      return new Found(found.setting().name(), found.leaderboard(), found.correlation());
    }
  }

  /** The file of a moment. */
  static StudyFile of(WorkLedger ledger, Object manifest, Snapshot snapshot, StudyReport report) {
    var progress = snapshot.progress();
    Findings findings = report.findings();
    return new StudyFile(
        ledger.study().name(),
        ledger.id().uid(),
        report.generatedAt().toString(),
        report.provenance(),
        manifest,
        progress.pretrained(),
        progress.cells().stream().map(cell -> cell(ledger, cell)).toList(),
        findings.settings().stream().map(Found::of).toList(),
        report.conclusions());
  }

  private static Cell cell(WorkLedger ledger, CellProgress progress) {
    var cell = progress.cell();
    var result = progress.result();
    return new Cell(
        cell.model(),
        cell.dataset(),
        cell.setting(),
        cell.seed(),
        progress.phase().label(),
        progress.attempt(),
        result == null ? null : Score.of(result),
        result,
        progress.failure(),
        ledger.folder().path().relativize(ledger.path(new WorkId.OfCell(cell))).toString());
  }
}
