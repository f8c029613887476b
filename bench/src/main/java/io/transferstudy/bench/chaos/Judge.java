package io.transferstudy.bench.chaos;

import io.transferstudy.bench.chaos.Fact.OfCell;
import io.transferstudy.bench.chaos.Fact.OfJob;
import io.transferstudy.bench.chaos.Fact.OfPod;
import io.transferstudy.bench.chaos.Fact.OfStudy;
import io.transferstudy.bench.chaos.Fact.Result;
import io.transferstudy.bench.chaos.Fact.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a history in its order and says what must not have happened. It believes only what
 * etcd kept: not the operator's logs or meters, and its statuses no further than pods bear them
 * out.
 */
final class Judge {
  private static final int STATUS_BYTES = 64 * 1024;

  private final Set<String> deleted;
  private final int places;
  private final List<Violation> violations = new ArrayList<>();

  // What exists, by UID.
  private final Map<String, OfJob> jobs = new LinkedHashMap<>();
  private final Map<String, OfPod> pods = new LinkedHashMap<>();
  private final Map<String, OfCell> cells = new LinkedHashMap<>();
  private final Map<String, OfStudy> studies = new LinkedHashMap<>();
  private final Map<String, Fact.OfNode> nodes = new HashMap<>();

  // What existed or happened once.
  private final Map<String, Long> created = new HashMap<>();
  private final Map<String, Result> said = new HashMap<>();
  private final Map<String, Work> workOfPod = new HashMap<>();
  private final Map<Work, OfPod> lastSuccess = new HashMap<>();
  private final Map<Work, Long> cellGone = new HashMap<>();
  private final Map<String, Long> touched = new HashMap<>();
  private final Set<String> disturbed = new HashSet<>();
  private final Set<String> over = new HashSet<>();
  private final Set<String> tooLarge = new HashSet<>();

  private int jobsCreated;
  private int resultsStored;
  private int ranAgain;
  private int largestStatus;

  private Judge(Set<String> deleted, int places) {
    this.deleted = deleted;
    this.places = places;
  }

  /**
   * Judges a history from its beginning.
   *
   * @param facts in the order of their revisions
   * @param deleted UIDs of what was deleted on purpose
   * @param places workers of all studies together, at most
   * @param grids that the studies should have at the end, by name
   */
  static Verdict judge(
      List<Fact> facts, Set<String> deleted, int places, Map<String, Shape> grids) {
    var judge = new Judge(deleted, places);
    facts.forEach(judge::hear);
    long end = facts.isEmpty() ? 0 : facts.getLast().revision();
    var ending =
        new Ending(
            end,
            List.copyOf(judge.studies.values()),
            List.copyOf(judge.cells.values()),
            List.copyOf(judge.jobs.values()),
            List.copyOf(judge.pods.values()));
    judge.violations.addAll(ending.violations(grids));
    return new Verdict(
        grids.size(),
        grids.values().stream().mapToInt(shape -> shape.cells().size()).sum(),
        judge.jobsCreated,
        judge.resultsStored,
        judge.ranAgain,
        judge.largestStatus,
        facts.size(),
        judge.violations);
  }

  private void hear(Fact fact) {
    boolean isNew = created.putIfAbsent(fact.uid(), fact.revision()) == null;
    switch (fact) {
      case OfJob job -> {
        if (isNew) {
          jobsCreated++;
          started(job);
        }
        jobs.put(job.uid(), job);
        if (job.ended()) {
          over.add(job.uid());
        }
      }
      case OfPod pod -> pod(pod);
      case OfCell cell -> cell(cell);
      case OfStudy study -> study(study);
      case Fact.OfNode node -> nodes.put(node.uid(), node);
      case Fact.Gone gone -> gone(gone);
    }
  }

  // ------------------------------------------------------------ Jobs and pods

  private void started(OfJob job) {
    Work work = job.work();
    List<OfJob> all = jobs.values().stream().filter(other -> !over.contains(other.uid())).toList();
    List<OfJob> running =
        all.stream().filter(other -> other.work().study().equals(work.study())).toList();
    running.stream()
        .filter(other -> other.work().cell().equals(work.cell()))
        .forEach(other ->
            found(
                Violation.Kind.RAN_TWICE_AT_ONCE,
                job,
                "%s was created while %s had not ended",
                job.name(),
                other.name()));
    OfStudy study = studies.get(work.study());
    if (study != null && running.size() >= study.parallelism()) {
      tooMany(job, running.size(), study.name() + " has " + study.parallelism());
    }
    if (all.size() >= places) {
      tooMany(job, all.size(), "all studies have " + places);
    }
    Optional<OfCell> keeper =
        cells.values().stream()
            .filter(cell -> cell.work().equals(work) && cell.result() != null)
            .findFirst();
    OfPod success = lastSuccess.get(work);
    if (keeper.isPresent()) {
      found(
          Violation.Kind.RAN_AGAIN,
          job,
          "%s was created although cell %s keeps %s",
          job.name(),
          keeper.get().name(),
          keeper.get().result());
    } else if (success != null) {
      if (isExcused(success)) {
        ranAgain++;
      } else {
        found(
            Violation.Kind.RAN_AGAIN,
            job,
            "%s was created although pod %s had succeeded at revision %d",
            job.name(),
            success.name(),
            success.revision());
      }
    }
  }

  private void tooMany(OfJob job, int others, String have) {
    found(
        Violation.Kind.TOO_MANY_AT_ONCE,
        job,
        "%s was created beside %d others; %s workers",
        job.name(),
        others,
        have);
  }

  /** Whether something was done from outside by which the pod's success could be lost. */
  private boolean isExcused(OfPod success) {
    long since = created.getOrDefault(success.uid(), 0L);
    return deleted.contains(success.uid())
        || deleted.contains(success.job())
        || disturbed.contains(success.uid())
        || cellGone.getOrDefault(success.work(), 0L) > since
        || touched.getOrDefault(place(success.work()), 0L) > since;
  }

  private static String place(Work work) {
    return work.study() + " " + work.cell();
  }

  private void pod(OfPod pod) {
    OfPod before = pods.put(pod.uid(), pod);
    workOfPod.put(pod.uid(), pod.work());
    if (pod.ended()) {
      over.add(pod.job());
    }
    Result result = pod.result();
    if (result != null && (before == null || before.result() == null)) {
      said.put(pod.uid(), result);
      lastSuccess.put(pod.work(), pod);
    }
  }

  // ------------------------------------------------------------ cells and studies

  private void cell(OfCell cell) {
    OfCell before = cells.put(cell.uid(), cell);
    Result kept = before == null ? null : before.result();
    Result result = cell.result();
    if (before != null && cell.attempt() < before.attempt()) {
      found(
          Violation.Kind.ATTEMPTS_WENT_DOWN,
          cell,
          "cell %s, from %d to %d",
          cell.name(),
          before.attempt(),
          cell.attempt());
    }
    if (kept != null && !kept.equals(result)) {
      found(
          Violation.Kind.RESULT_CHANGED,
          cell,
          "cell %s kept %s, then %s",
          cell.name(),
          kept,
          result == null ? "none" : result);
    }
    if (kept == null && result != null) {
      resultsStored++;
    }
    if (result != null && !result.equals(kept)) {
      compare(cell, result);
    }
  }

  private void compare(OfCell cell, Result result) {
    Result evidence = said.get(result.pod());
    if (!result.equals(evidence) || !cell.work().equals(workOfPod.get(result.pod()))) {
      found(
          Violation.Kind.WRONG_RESULT,
          cell,
          "cell %s keeps %s, but its pod said %s",
          cell.name(),
          result,
          evidence == null ? "nothing" : evidence + " of " + workOfPod.get(result.pod()));
    }
  }

  private void study(OfStudy study) {
    OfStudy before = studies.put(study.uid(), study);
    if (before != null) {
      var all = new HashSet<>(before.cells().keySet());
      all.addAll(study.cells().keySet());
      boolean suspended = before.suspended() || study.suspended();
      for (String cell : all) {
        if (suspended || !sameText(before.cells().get(cell), study.cells().get(cell))) {
          touched.put(study.uid() + " " + cell, study.revision());
        }
      }
    }
    Fact.Status status = study.status();
    if (status != null) {
      largestStatus = Math.max(largestStatus, status.bytes());
      if (status.bytes() > STATUS_BYTES && tooLarge.add(study.uid())) {
        found(
            Violation.Kind.STATUS_TOO_LARGE,
            study,
            "%s has a status of %d bytes",
            study.name(),
            status.bytes());
      }
    }
  }

  private static boolean sameText(@Nullable String a, @Nullable String b) {
    return a != null && a.equals(b);
  }

  private void gone(Fact.Gone gone) {
    String uid = gone.uid();
    jobs.remove(uid);
    pods.remove(uid);
    studies.remove(uid);
    OfCell cell = cells.remove(uid);
    if (cell != null) {
      gone(cell, gone);
    }
    Fact.OfNode node = nodes.remove(uid);
    if (node != null) {
      pods.values().stream()
          .filter(pod -> node.name().equals(pod.node()))
          .forEach(pod -> disturbed.add(pod.uid()));
    }
  }

  private void gone(OfCell cell, Fact.Gone gone) {
    boolean asked =
        deleted.contains(cell.uid())
            || touched.getOrDefault(place(cell.work()), 0L) > created.getOrDefault(cell.uid(), 0L);
    if (asked) {
      cellGone.put(cell.work(), gone.revision());
    } else if (cell.result() != null) {
      found(
          Violation.Kind.RESULT_LOST,
          gone,
          "cell %s was deleted with %s, and nobody asked for that",
          cell.name(),
          cell.result());
    }
  }

  private void found(Violation.Kind kind, Fact fact, String format, @Nullable Object... values) {
    violations.add(new Violation(kind, fact.revision(), format.formatted(values)));
  }
}
