package io.transferstudy.bench.chaos;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be so of what statuses keep: of cells each its own, of shared work the study's. */
final class RecordRules {
  private static final int STATUS_BYTES = 64 * 1024;

  private final Past past;
  private final Findings findings;
  private final Set<String> tooLarge = new HashSet<>();
  private int cellsStored;
  private int sharedStored;
  private int largestStatus;

  RecordRules(Past past, Findings findings) {
    this.past = past;
    this.findings = findings;
  }

  int cellsStored() {
    return cellsStored;
  }

  int sharedStored() {
    return sharedStored;
  }

  /** Of a study, bytes. */
  int largestStatus() {
    return largestStatus;
  }

  void changed(Fact.@Nullable OfCell before, Fact.OfCell cell) {
    if (written(cell, before == null ? null : before.record(), cell.record())) {
      cellsStored++;
    }
  }

  void gone(Fact.OfCell cell, Fact gone) {
    if (past.isUnwanted(cell)) {
      past.gone(cell.work(), gone.revision());
    } else if (cell.result() != null) {
      findings.add(
          Violation.Kind.RESULT_LOST,
          gone,
          "cell %s was deleted with %s, and nobody asked for that",
          cell.name(),
          cell.result());
    }
  }

  void changed(Fact.@Nullable OfStudy before, Fact.OfStudy study) {
    Map<String, Fact.Record> known = before == null ? Map.of() : before.shared();
    new TreeMap<>(known)
        .forEach((key, record) -> {
          Fact.Record now = study.shared().get(key);
          if (now == null || !now.work().equals(record.work())) {
            gone(study, record);
          }
        });
    new TreeMap<>(study.shared())
        .forEach((key, record) -> {
          Fact.Record last = known.get(key);
          boolean same = last != null && last.work().equals(record.work());
          if (written(study, same ? last : null, record)) {
            sharedStored++;
            past.kept(Objects.requireNonNull(record.result()), study.seen());
          }
        });
    size(study);
  }

  private void gone(Fact.OfStudy study, Fact.Record record) {
    Fact.Result result = record.result();
    if (result == null || past.isEditedSince(record.work(), result.pod())) {
      past.gone(record.work(), study.revision());
    } else {
      findings.add(
          Violation.Kind.RESULT_LOST,
          study,
          "%s forgot %s, and no edit asked for that",
          study.name(),
          record);
    }
  }

  /** Returns whether a result is kept that was not before. */
  private boolean written(Fact fact, Fact.@Nullable Record before, Fact.Record after) {
    Fact.Result kept = before == null ? null : before.result();
    Fact.Result result = after.result();
    if (before != null && after.attempt() < before.attempt()) {
      findings.add(
          Violation.Kind.ATTEMPTS_WENT_DOWN,
          fact,
          "%s, from %d to %d",
          after.work(),
          before.attempt(),
          after.attempt());
    }
    if (kept != null && !kept.equals(result)) {
      findings.add(
          Violation.Kind.RESULT_CHANGED,
          fact,
          "of %s there was kept %s, then %s",
          after.work(),
          kept,
          result == null ? "nothing" : result);
    }
    if (result != null && !result.equals(kept)) {
      compare(fact, after.work(), result);
    }
    return kept == null && result != null;
  }

  private void compare(Fact fact, Fact.Work work, Fact.Result result) {
    var pod = past.success(result.pod());
    if (pod.filter(p -> result.equals(p.result()) && work.equals(p.work())).isEmpty()) {
      findings.add(
          Violation.Kind.WRONG_RESULT,
          fact,
          "of %s there is kept %s, but its pod said %s",
          work,
          result,
          pod.isEmpty() ? "nothing" : pod.get().result() + " of " + pod.get().work());
    }
  }

  private void size(Fact.OfStudy study) {
    int bytes = study.status() == null ? 0 : study.status().bytes();
    largestStatus = Math.max(largestStatus, bytes);
    if (bytes > STATUS_BYTES && tooLarge.add(study.uid())) {
      findings.add(
          Violation.Kind.STATUS_TOO_LARGE,
          study,
          "%s has a status of %d bytes",
          study.name(),
          bytes);
    }
  }
}
