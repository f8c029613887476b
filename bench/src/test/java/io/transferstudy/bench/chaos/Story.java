package io.transferstudy.bench.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A hand-written history of one study, {@code s}, with two cells and two workers. */
final class Story {
  /** Nothing is shared. */
  static final Shape SHAPE =
      new Shape(
          List.of(Shape.Entry.plain("a", Source.NONE), Shape.Entry.plain("b", Source.NONE)),
          List.of(Shape.Entry.plain("d", Source.DRAWN)),
          List.of(new Shape.Setting("s1", "random-init")));

  /** Two models with weights, of which one's are bad, on a data set that is prepared. */
  static final Shape SHARING =
      new Shape(
          List.of(
              new Shape.Entry("a", Source.GIVEN, 1, false),
              new Shape.Entry("b", Source.GIVEN, 1, true)),
          List.of(new Shape.Entry("d", Source.FILES, 1, false)),
          List.of(new Shape.Setting("s1", "fine-tuned")));

  static final String A = "a/d/s1";
  static final String B = "b/d/s1";
  private static final int BYTES = 900;
  private static final Fact.Request NOTHING = new Fact.Request("", List.of());

  private final Shape shape;
  private final List<Fact> facts = new ArrayList<>();
  private final Set<String> deleted = new HashSet<>();
  private final Map<String, Integer> correct = new LinkedHashMap<>();
  private final Map<String, Fact.Record> shared = new LinkedHashMap<>();
  private final Map<String, String> asked = new LinkedHashMap<>();
  private final Set<String> failed = new HashSet<>();
  private long generation;
  private long seen;
  private long revision;

  Story() {
    this(SHAPE);
  }

  Story(Shape shape) {
    this.shape = shape;
    shape.shared().forEach(key -> asked.put(key, "text"));
  }

  /** One in which all goes well, up to the point where the study is to be complete. */
  static Story good() {
    return new Story().study(1).cells().success(A, 1, 700).success(B, 1, 800);
  }

  static Fact.Work work(String key) {
    return new Fact.Work("s", key, "def");
  }

  Story cells() {
    return cell("cell-" + A, A, 0, null).cell("cell-" + B, B, 0, null);
  }

  /** The study's spec of a generation, as it was created. */
  Story study(long generation) {
    return study(generation, false, Set.of(A, B), null);
  }

  Story study(long generation, boolean suspended, Set<String> cells, Fact.@Nullable Status status) {
    var texts = new HashMap<>(asked);
    cells.forEach(cell -> texts.put(cell, "text"));
    this.generation = generation;
    facts.add(
        new Fact.OfStudy(++revision, "s", "study-1", generation, suspended, 2, texts, status));
    return this;
  }

  /** An edit of what the spec says of something that is shared. */
  Story edit(String key) {
    asked.merge(key, "", (text, _) -> text + " edited");
    return study(generation + 1, false, Set.of(A, B), status(seen, "Running", BYTES));
  }

  /** Complete, with what the cells keep. */
  Story complete(long generation) {
    return study(generation, false, Set.of(A, B), status(generation, "Complete", BYTES));
  }

  Fact.Status status(long generation, String state, int bytes) {
    seen = generation;
    int total = correct.size() + failed.size();
    return new Fact.Status(
        generation, state, correct.size(), failed.size(), total, correct, shared, bytes);
  }

  /** The study's status keeps something of what is shared. */
  Story keep(
      String key, String definition, int attempt, boolean failed, Fact.@Nullable Result result) {
    shared.put(key, new Fact.Record(new Fact.Work("s", key, definition), attempt, failed, result));
    return study(generation, false, Set.of(A, B), status(generation, "Running", BYTES));
  }

  /** It keeps nothing of that any more. */
  Story forget(String key) {
    shared.remove(key);
    return study(generation, false, Set.of(A, B), status(generation, "Running", BYTES));
  }

  Story job(String uid, String key, int attempt, boolean ended) {
    return job(uid, key, attempt, ended, NOTHING);
  }

  Story job(String uid, String key, int attempt, boolean ended, Fact.Request request) {
    facts.add(new Fact.OfJob(++revision, uid, uid, work(key), attempt, ended, request));
    return this;
  }

  Story pod(String job, String key, String node, Fact.@Nullable Result result) {
    facts.add(
        new Fact.OfPod(
            ++revision, "pod-" + job, "pod-" + job, job, work(key), node, result != null, result));
    return this;
  }

  Story cell(String uid, String cell, int attempt, Fact.@Nullable Result result) {
    return cell(uid, new Fact.Record(work(cell), attempt, false, result));
  }

  /** A cell that needs what has failed for good. */
  Story failing(String cell) {
    failed.add(cell);
    return cell("cell-" + cell, new Fact.Record(work(cell), 0, true, null));
  }

  private Story cell(String uid, Fact.Record record) {
    facts.add(new Fact.OfCell(++revision, uid, uid, record));
    if (record.result() != null) {
      correct.put(record.work().key(), record.result().correct());
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
  Story run(String key, int attempt, int score) {
    return run(key, attempt, score, NOTHING);
  }

  Story run(String key, int attempt, int score, Fact.Request request) {
    String job = key + "-" + attempt;
    return job(job, key, attempt, false, request)
        .pod(job, key, "n1", null)
        .pod(job, key, "n1", result(job, attempt, score));
  }

  Verdict verdict() {
    return verdict(Integer.MAX_VALUE);
  }

  Verdict verdict(int places) {
    return Judge.judge(facts, deleted, places, Map.of("study-1", shape));
  }
}
