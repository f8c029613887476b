package io.transferstudy.bench.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A hand-written history of one study, {@code s}, with two cells and two workers. */
final class Story {
  static final Shape SHAPE =
      new Shape(
          List.of(new Shape.Entry("a", 1), new Shape.Entry("b", 1)),
          List.of(new Shape.Entry("d", 1)),
          List.of("s1"));
  static final String A = "a/d/s1";
  static final String B = "b/d/s1";
  private static final int BYTES = 900;

  private final List<Fact> facts = new ArrayList<>();
  private final Set<String> deleted = new HashSet<>();
  private final Map<String, Integer> correct = new LinkedHashMap<>();
  private long revision;

  /** One in which all goes well, up to the point where the study is to be complete. */
  static Story good() {
    return new Story().study(1).cells().success(A, 1, 700).success(B, 1, 800);
  }

  static Fact.Work work(String cell) {
    return new Fact.Work("s", cell, "def");
  }

  Story cells() {
    return cell("cell-" + A, A, 0, null).cell("cell-" + B, B, 0, null);
  }

  /** The study's spec of a generation, as it was created. */
  Story study(long generation) {
    return study(generation, false, Set.of(A, B), null);
  }

  Story study(long generation, boolean suspended, Set<String> cells, Fact.@Nullable Status status) {
    var texts = new LinkedHashMap<String, String>();
    cells.forEach(cell -> texts.put(cell, "text"));
    facts.add(
        new Fact.OfStudy(++revision, "s", "study-1", generation, suspended, 2, texts, status));
    return this;
  }

  /** Complete, with what the cells keep. */
  Story complete(long generation) {
    return study(generation, false, Set.of(A, B), status(generation, "Complete", BYTES));
  }

  Fact.Status status(long generation, String state, int bytes) {
    return new Fact.Status(generation, state, correct.size(), correct.size(), correct, bytes);
  }

  Story job(String uid, String cell, int attempt, boolean ended) {
    facts.add(new Fact.OfJob(++revision, uid, uid, work(cell), attempt, ended));
    return this;
  }

  Story pod(String job, String cell, String node, Fact.@Nullable Result result) {
    facts.add(
        new Fact.OfPod(
            ++revision, "pod-" + job, "pod-" + job, job, work(cell), node, result != null, result));
    return this;
  }

  Story cell(String uid, String cell, int attempt, Fact.@Nullable Result result) {
    facts.add(new Fact.OfCell(++revision, uid, uid, work(cell), attempt, result));
    if (result != null) {
      correct.put(cell, result.correct());
    }
    return this;
  }

  Story node(String name) {
    facts.add(new Fact.OfNode(++revision, "node-" + name, name));
    return this;
  }

  Story gone(String uid) {
    facts.add(new Fact.Gone(++revision, uid));
    return this;
  }

  /** Somebody deletes an object on purpose. */
  Story deleted(String uid) {
    deleted.add(uid);
    return gone(uid);
  }

  static Fact.Result result(String job, int attempt, int correct) {
    return new Fact.Result("pod-" + job, attempt, correct, 1_000);
  }

  /** An attempt that nothing comes between, its Job named after cell and attempt. */
  Story success(String cell, int attempt, int score) {
    String job = cell + "-" + attempt;
    return run(cell, attempt, score)
        .cell("cell-" + cell, cell, attempt, result(job, attempt, score))
        .gone(job)
        .gone("pod-" + job);
  }

  /** The same up to the pod's success. */
  Story run(String cell, int attempt, int score) {
    String job = cell + "-" + attempt;
    return job(job, cell, attempt, false)
        .pod(job, cell, "n1", null)
        .pod(job, cell, "n1", result(job, attempt, score));
  }

  Verdict verdict() {
    return verdict(Integer.MAX_VALUE);
  }

  Verdict verdict(int places) {
    return Judge.judge(facts, deleted, places, Map.of("study-1", SHAPE));
  }
}
