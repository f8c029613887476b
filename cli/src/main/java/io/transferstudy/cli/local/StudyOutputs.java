package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.report.HtmlReport;
import io.transferstudy.study.report.ResultsCsv;
import io.transferstudy.study.report.StudyReport;
import io.transferstudy.study.work.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Keeps the files that people read up to date: results.csv, study.json and report.html. */
public final class StudyOutputs {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private final WorkLedger ledger;
  private final Object manifest;
  private final Map<String, String> provenance;
  private Map<WorkId, WorkState> written = Map.of();
  private Map<WorkId, WorkState> reported = Map.of();
  private Instant lastReport = Instant.MIN;

  /**
   * @param manifest as applied
   * @param provenance what the numbers are made with
   */
  public StudyOutputs(WorkLedger ledger, Object manifest, Map<String, String> provenance) {
    this.ledger = ledger;
    this.manifest = manifest;
    this.provenance = provenance;
  }

  /** Writes what has changed; the report, which is the largest, not at every change. */
  public void update(Snapshot snapshot) {
    boolean news = !snapshot.seen().equals(written);
    boolean due =
        !snapshot.seen().equals(reported)
            && Duration.between(lastReport, snapshot.now()).compareTo(BETWEEN_REPORTS) >= 0;
    if (news || due) {
      StudyReport report = report(snapshot);
      if (news) {
        writeTables(snapshot, report);
      }
      if (due) {
        writeReport(snapshot, report);
      }
    }
  }

  /** Writes everything, and returns what was written. */
  public StudyReport finish(Snapshot snapshot) {
    StudyReport report = report(snapshot);
    writeTables(snapshot, report);
    writeReport(snapshot, report);
    return report;
  }

  private StudyReport report(Snapshot snapshot) {
    return StudyReport.of(
        ledger.study(), snapshot.progress(), Map.of(), snapshot.now(), provenance);
  }

  private void writeTables(Snapshot snapshot, StudyReport report) {
    AtomicFile.write(ledger.folder().csv(), ResultsCsv.of(report.cells()));
    var file = StudyFile.of(ledger, manifest, snapshot, report);
    AtomicFile.write(ledger.folder().json(), Json.writeIndented(file));
    written = snapshot.seen();
  }

  private void writeReport(Snapshot snapshot, StudyReport report) {
    var classes =
        PerClassFile.best(
            ledger.study().grid().datasets(), snapshot.progress(), ledger.folder().artifacts());
    AtomicFile.write(ledger.folder().report(), HtmlReport.render(report, classes));
    reported = snapshot.seen();
    lastReport = snapshot.now();
  }
}
