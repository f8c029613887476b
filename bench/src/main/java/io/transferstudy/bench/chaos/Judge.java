package io.transferstudy.bench.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Goes through a history in its order and says what must not have happened. It believes only what
 * etcd kept: not the operator's logs or meters, and its statuses no further than pods bear them
 * out.
 */
final class Judge {
  private final Findings findings = new Findings();
  private final Scene scene = new Scene();
  private final Past past;
  private final StartRules starts;
  private final RecordRules records;
  private int jobsCreated;

  private Judge(Set<String> deleted, int places) {
    past = new Past(deleted);
    starts = new StartRules(scene, past, places, findings);
    records = new RecordRules(past, findings);
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
    judge.findings.addAll(Ending.of(end, judge.scene).violations(grids));
    return new Verdict(
        grids.size(),
        sum(grids, Shape::cells),
        sum(grids, Shape::failingCells),
        sum(grids, Shape::shared),
        judge.jobsCreated,
        judge.records.cellsStored(),
        judge.records.sharedStored(),
        judge.starts.ranAgain(),
        judge.records.largestStatus(),
        facts.size(),
        judge.findings.all());
  }

  private static int sum(Map<String, Shape> grids, Function<Shape, Set<String>> what) {
    return grids.values().stream().mapToInt(shape -> what.apply(shape).size()).sum();
  }

  private void hear(Fact fact) {
    boolean isNew = past.hear(fact);
    switch (fact) {
      case Fact.OfJob job -> job(job, isNew);
      case Fact.OfPod pod -> pod(pod);
      case Fact.OfCell cell -> records.changed(scene.cells.put(cell.uid(), cell), cell);
      case Fact.OfStudy study -> study(study);
      case Fact.OfNode node -> scene.nodes.put(node.uid(), node);
      case Fact.Gone gone -> gone(gone);
    }
  }

  private void job(Fact.OfJob job, boolean isNew) {
    if (isNew) {
      jobsCreated++;
      past.asked(job);
      starts.created(job);
    }
    scene.jobs.put(job.uid(), job);
    if (job.ended()) {
      scene.over.add(job.uid());
    }
  }

  private void pod(Fact.OfPod pod) {
    Fact.OfPod before = scene.pods.put(pod.uid(), pod);
    if (pod.ended()) {
      scene.over.add(pod.job());
    }
    if (pod.result() != null && (before == null || before.result() == null)) {
      past.succeeded(pod);
    }
  }

  private void study(Fact.OfStudy study) {
    Fact.OfStudy before = scene.studies.put(study.uid(), study);
    if (before != null) {
      past.changed(before, study);
    }
    records.changed(before, study);
  }

  private void gone(Fact.Gone gone) {
    String uid = gone.uid();
    scene.jobs.remove(uid);
    scene.pods.remove(uid);
    scene.studies.remove(uid);
    Fact.OfCell cell = scene.cells.remove(uid);
    if (cell != null) {
      records.gone(cell, gone);
    }
    Fact.OfNode node = scene.nodes.remove(uid);
    if (node != null) {
      scene.pods.values().stream()
          .filter(pod -> node.name().equals(pod.node()))
          .forEach(past::disturbed);
    }
  }
}
