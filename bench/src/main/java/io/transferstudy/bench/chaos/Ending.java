package io.transferstudy.bench.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What exists when all has come to rest.
 *
 * @param revision of etcd
 */
record Ending(
    long revision,
    List<Fact.OfStudy> studies,
    List<Fact.OfCell> cells,
    List<Fact.OfJob> jobs,
    List<Fact.OfPod> pods) {

  static Ending of(long revision, Scene scene) {
    return new Ending(
        revision,
        List.copyOf(scene.studies.values()),
        List.copyOf(scene.cells.values()),
        List.copyOf(scene.jobs.values()),
        List.copyOf(scene.pods.values()));
  }

  /** How it differs from what the grids ask for. */
  List<Violation> violations(Map<String, Shape> grids) {
    var found = new ArrayList<Violation>();
    new TreeMap<>(grids).forEach((name, shape) -> found.addAll(ofStudy(name, shape)));
    var alive = studies.stream().map(Fact.OfStudy::uid).collect(Collectors.toSet());
    Set<String> logs = logs();
    jobs.stream()
        .filter(job -> !logs.contains(job.uid()))
        .forEach(job -> found.add(violation(Violation.Kind.ORPHAN, "Job " + job.name())));
    pods.stream()
        .filter(pod -> !logs.contains(pod.job()))
        .forEach(pod -> found.add(violation(Violation.Kind.ORPHAN, "pod " + pod.name())));
    cells.stream()
        .filter(cell -> !alive.contains(cell.work().study()))
        .forEach(cell -> found.add(violation(Violation.Kind.ORPHAN, "cell " + cell.name())));
    return found;
  }

  /** The Jobs that stay for their logs: of the last attempt at what has failed for good. */
  private Set<String> logs() {
    var logs = new HashSet<String>();
    for (Fact.OfStudy study : studies) {
      for (Fact.Record record : study.shared().values()) {
        jobs.stream()
            .filter(job -> record.failed() && job.ended())
            .filter(job -> job.work().equals(record.work()) && job.attempt() == record.attempt())
            .forEach(job -> logs.add(job.uid()));
      }
    }
    return logs;
  }

  private List<Violation> ofStudy(String name, Shape shape) {
    List<Fact.OfStudy> named = studies.stream().filter(s -> s.name().equals(name)).toList();
    if (named.size() != 1) {
      return List.of(
          violation(Violation.Kind.NOT_COMPLETE, "%d studies of name %s", named.size(), name));
    }
    Fact.OfStudy study = named.getFirst();
    var found = new ArrayList<Violation>();
    var wanted = new TreeSet<>(shape.cells());
    wanted.addAll(shape.shared());
    if (!study.asked().keySet().equals(wanted)) {
      found.add(
          violation(
              Violation.Kind.WRONG_GRID,
              "%s asks for %s, the schedule for %s",
              name,
              new TreeSet<>(study.asked().keySet()),
              wanted));
    }
    List<Fact.OfCell> own =
        cells.stream().filter(cell -> cell.work().study().equals(study.uid())).toList();
    grid(name, own.stream().map(cell -> cell.work().key()).toList(), shape.cells(), found);
    own.forEach(cell -> end(cell.record(), "cell " + cell.name(), shape.failingCells(), found));
    grid(name, List.copyOf(study.shared().keySet()), shape.shared(), found);
    new TreeMap<>(study.shared())
        .forEach((key, record) -> end(record, name + ", " + key, shape.failing(), found));
    found.addAll(ofStatus(study, own));
    return found;
  }

  private void grid(String study, List<String> keys, Set<String> wanted, List<Violation> found) {
    if (keys.size() != wanted.size() || !wanted.equals(new HashSet<>(keys))) {
      found.add(
          violation(
              Violation.Kind.WRONG_GRID, "%s has %s, the schedule wants %s", study, keys, wanted));
    }
  }

  private void end(Fact.Record record, String what, Set<String> failing, List<Violation> found) {
    if (failing.contains(record.work().key())) {
      if (!record.failed()) {
        found.add(violation(Violation.Kind.NOT_FAILED, what));
      }
    } else if (record.result() == null) {
      found.add(violation(Violation.Kind.NO_RESULT, what));
    }
  }

  private List<Violation> ofStatus(Fact.OfStudy study, List<Fact.OfCell> own) {
    Fact.Status status = study.status();
    if (status == null
        || !status.state().equals("Complete")
        || status.observedGeneration() != study.generation()) {
      return List.of(
          violation(
              Violation.Kind.NOT_COMPLETE,
              "%s of generation %d says %s",
              study.name(),
              study.generation(),
              status == null
                  ? "nothing"
                  : status.state() + " of generation " + status.observedGeneration()));
    }
    var kept = new HashMap<String, Integer>();
    for (Fact.OfCell cell : own) {
      if (cell.result() != null) {
        kept.put(cell.work().key(), cell.result().correct());
      }
    }
    long failed = own.stream().filter(cell -> cell.record().failed()).count();
    boolean agrees =
        status.total() == own.size()
            && status.succeeded() == kept.size()
            && status.failed() == failed
            && status.correct().equals(kept);
    return agrees
        ? List.of()
        : List.of(
            violation(
                Violation.Kind.WRONG_STATUS,
                "%s says %d and %d failed of %d with %s, its cells keep %s",
                study.name(),
                status.succeeded(),
                status.failed(),
                status.total(),
                status.correct(),
                kept));
  }

  private Violation violation(Violation.Kind kind, String format, Object... values) {
    return new Violation(kind, revision, values.length == 0 ? format : format.formatted(values));
  }
}
