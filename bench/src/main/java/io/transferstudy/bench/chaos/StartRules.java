package io.transferstudy.bench.chaos;

import java.util.List;
import java.util.Optional;

/** What must be so when a Job is created. */
final class StartRules {
  private final Scene scene;
  private final Past past;
  private final int places;
  private final Findings findings;
  private int ranAgain;

  /**
   * Rules over a history as far as it was heard.
   *
   * @param places workers of all studies together, at most
   */
  StartRules(Scene scene, Past past, int places, Findings findings) {
    this.scene = scene;
    this.past = past;
    this.places = places;
    this.findings = findings;
  }

  /** How often something ran again that was asked for once more. */
  int ranAgain() {
    return ranAgain;
  }

  void created(Fact.OfJob job) {
    places(job);
    again(job);
    job.request().inputs().forEach(input -> input(job, input));
  }

  private void places(Fact.OfJob job) {
    List<Fact.OfJob> all = scene.running();
    List<Fact.OfJob> running =
        all.stream().filter(other -> other.work().study().equals(job.work().study())).toList();
    running.stream()
        .filter(other -> other.work().key().equals(job.work().key()))
        .forEach(other ->
            findings.add(
                Violation.Kind.RAN_TWICE_AT_ONCE,
                job,
                "%s was created while %s had not ended",
                job.name(),
                other.name()));
    Fact.OfStudy study = scene.studies.get(job.work().study());
    if (study != null && running.size() >= study.parallelism()) {
      tooMany(job, running.size(), study.name() + " has " + study.parallelism());
    }
    if (all.size() >= places) {
      tooMany(job, all.size(), "all studies have " + places);
    }
  }

  private void tooMany(Fact.OfJob job, int others, String have) {
    findings.add(
        Violation.Kind.TOO_MANY_AT_ONCE,
        job,
        "%s was created beside %d others; %s workers",
        job.name(),
        others,
        have);
  }

  private void again(Fact.OfJob job) {
    Optional<Fact.Record> record = scene.record(job.work()).filter(StartRules::isSettled);
    Optional<Fact.OfPod> success = past.lastSuccess(job.work());
    if (record.isPresent()) {
      findings.add(
          Violation.Kind.RAN_AGAIN,
          job,
          "%s was created although %s is settled: %s",
          job.name(),
          job.work().key(),
          record.get());
    } else if (success.filter(past::isExcused).isPresent()) {
      ranAgain++;
    } else if (success.isPresent()) {
      findings.add(
          Violation.Kind.RAN_AGAIN,
          job,
          "%s was created although pod %s had succeeded at revision %d",
          job.name(),
          success.get().name(),
          success.get().revision());
    }
  }

  /** Has a result, or has run and never will have one. */
  private static boolean isSettled(Fact.Record record) {
    return record.result() != null || (record.failed() && record.attempt() > 0);
  }

  private void input(Fact.OfJob job, Fact.Input input) {
    Optional<Fact.Record> record = scene.shared(job.work().study(), input.key());
    boolean kept =
        record
            .map(Fact.Record::result)
            .filter(result -> result.pod().equals(input.pod()))
            .isPresent();
    boolean once = past.everKept(input.pod()) && isOf(job, input);
    if (kept ? isAsFor(input) : once && isEditedSince(input) && isAsFor(input)) {
      return;
    }
    findings.add(
        past.everKept(input.pod()) ? Violation.Kind.WRONG_INPUT : Violation.Kind.STARTED_TOO_EARLY,
        job,
        "%s needs %s and names pod %s, which was asked %s; the study keeps %s",
        job.name(),
        input,
        input.pod().isEmpty() ? "of nobody" : input.pod(),
        past.asked(input.pod()),
        record.isPresent() ? record.get() : "nothing");
  }

  /** Whether the pod whose result is named did that work of that study. */
  private boolean isOf(Fact.OfJob job, Fact.Input input) {
    return past.success(input.pod())
        .filter(pod -> pod.work().key().equals(input.key()))
        .filter(pod -> pod.work().study().equals(job.work().study()))
        .isPresent();
  }

  /** Whether it was asked the very thing that is needed. */
  private boolean isAsFor(Fact.Input input) {
    return past.asked(input.pod()).equals(input.asked());
  }

  /** A Job may be of the grid before an edit, with what was kept then. */
  private boolean isEditedSince(Fact.Input input) {
    return past.success(input.pod())
        .filter(pod -> past.isEditedSince(pod.work(), pod.uid()))
        .isPresent();
  }
}
