package io.transferstudy.bench.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** How it differs from what the grids ask for. */
  List<Violation> violations(Map<String, Shape> grids) {
    var found = new ArrayList<Violation>();
    new TreeMap<>(grids).forEach((name, shape) -> found.addAll(ofStudy(name, shape)));
    var alive = studies.stream().map(Fact.OfStudy::uid).collect(Collectors.toSet());
    jobs.forEach(job -> found.add(violation(Violation.Kind.ORPHAN, "Job " + job.name())));
    pods.forEach(pod -> found.add(violation(Violation.Kind.ORPHAN, "pod " + pod.name())));
    cells.stream()
        .filter(cell -> !alive.contains(cell.work().study()))
        .forEach(cell -> found.add(violation(Violation.Kind.ORPHAN, "cell " + cell.name())));
    return found;
  }

  private List<Violation> ofStudy(String name, Shape shape) {
    List<Fact.OfStudy> named = studies.stream().filter(s -> s.name().equals(name)).toList();
    if (named.size() != 1) {
      return List.of(
          violation(Violation.Kind.NOT_COMPLETE, "%d studies of name %s", named.size(), name));
    }
    Fact.OfStudy study = named.getFirst();
    var found = new ArrayList<Violation>();
    if (!study.cells().keySet().equals(shape.cells())) {
      found.add(
          violation(
              Violation.Kind.WRONG_GRID,
              "%s asks for %s, the schedule for %s",
              name,
              study.cells().keySet(),
              shape.cells()));
    }
    List<Fact.OfCell> own =
        cells.stream().filter(cell -> cell.work().study().equals(study.uid())).toList();
    var places = own.stream().map(cell -> cell.work().cell()).toList();
    if (places.size() != shape.cells().size() || !shape.cells().equals(new HashSet<>(places))) {
      found.add(
          violation(
              Violation.Kind.WRONG_GRID,
              "%s has cells %s, the schedule wants %s",
              name,
              places,
              shape.cells()));
    }
    own.stream()
        .filter(cell -> cell.result() == null)
        .forEach(cell -> found.add(violation(Violation.Kind.NO_RESULT, "cell " + cell.name())));
    found.addAll(ofStatus(study, own));
    return found;
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
        kept.put(cell.work().cell(), cell.result().correct());
      }
    }
    boolean agrees =
        status.total() == own.size()
            && status.succeeded() == kept.size()
            && status.correct().equals(kept);
    return agrees
        ? List.of()
        : List.of(
            violation(
                Violation.Kind.WRONG_STATUS,
                "%s says %d of %d with %s, its cells keep %s",
                study.name(),
                status.succeeded(),
                status.total(),
                status.correct(),
                kept));
  }

  private Violation violation(Violation.Kind kind, String format, Object... values) {
    return new Violation(kind, revision, values.length == 0 ? format : format.formatted(values));
  }
}
