package io.transferstudy.bench.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened up to a point of the history: by it later things are borne out or excused. */
final class Past {
  private final Set<String> deleted;
  private final Map<String, Long> created = new HashMap<>();
  private final Map<String, Fact.OfPod> successes = new HashMap<>();
  private final Map<Fact.Work, Fact.OfPod> lastSuccess = new HashMap<>();
  private final Map<String, String> askedOfJob = new HashMap<>();
  private final Map<Fact.Work, Long> recordGone = new HashMap<>();
  private final Map<String, Long> touched = new HashMap<>();
  private final Map<String, Long> edited = new HashMap<>();
  private final Map<String, Long> seenWhenKept = new HashMap<>();
  private final Set<String> disturbed = new HashSet<>();

  /**
   * Of nothing yet.
   *
   * @param deleted UIDs of what was deleted on purpose
   */
  Past(Set<String> deleted) {
    this.deleted = Set.copyOf(deleted);
  }

  /** Returns whether the object was never heard of before. */
  boolean hear(Fact fact) {
    return created.putIfAbsent(fact.uid(), fact.revision()) == null;
  }

  void asked(Fact.OfJob job) {
    askedOfJob.put(job.uid(), job.request().asked());
  }

  void succeeded(Fact.OfPod pod) {
    successes.put(pod.uid(), pod);
    lastSuccess.put(pod.work(), pod);
  }

  /** Something is kept for the first time, while the operator had seen that generation. */
  void kept(Fact.Result result, long seenGeneration) {
    seenWhenKept.putIfAbsent(result.pod(), seenGeneration);
  }

  /** A record is gone because somebody wanted that. */
  void gone(Fact.Work work, long revision) {
    recordGone.put(work, revision);
  }

  /** A node is gone under a pod. */
  void disturbed(Fact.OfPod pod) {
    disturbed.add(pod.uid());
  }

  /** A study was suspended, goes on, or was edited. */
  void changed(Fact.OfStudy before, Fact.OfStudy after) {
    var all = new HashSet<>(before.asked().keySet());
    all.addAll(after.asked().keySet());
    boolean suspended = before.suspended() || after.suspended();
    for (String key : all) {
      String place = Fact.Work.place(after.uid(), key);
      boolean same = sameText(before.asked().get(key), after.asked().get(key));
      if (suspended || !same) {
        touched.put(place, after.revision());
      }
      if (!same) {
        edited.put(place, after.generation());
      }
    }
  }

  private static boolean sameText(@Nullable String a, @Nullable String b) {
    return a != null && a.equals(b);
  }

  /** What the pod of that UID ended with. */
  Optional<Fact.OfPod> success(String pod) {
    return Optional.ofNullable(successes.get(pod));
  }

  Optional<Fact.OfPod> lastSuccess(Fact.Work work) {
    return Optional.ofNullable(lastSuccess.get(work));
  }

  /** What the pod of that UID was asked; empty if nothing is known of it. */
  String asked(String pod) {
    return success(pod).map(found -> askedOfJob.getOrDefault(found.job(), "")).orElse("");
  }

  /** Whether a status ever kept the result of that pod. */
  boolean everKept(String pod) {
    return seenWhenKept.containsKey(pod);
  }

  /** Whether what is asked of that work was edited since the pod's result was kept. */
  boolean isEditedSince(Fact.Work work, String pod) {
    return edited.getOrDefault(work.place(), 0L) > seenWhenKept.getOrDefault(pod, 0L);
  }

  /** Whether somebody asked for the cell to go, by deleting it or by an edit. */
  boolean isUnwanted(Fact.OfCell cell) {
    return deleted.contains(cell.uid())
        || touched.getOrDefault(cell.work().place(), 0L) > created.getOrDefault(cell.uid(), 0L);
  }

  /** Whether something was done from outside by which the pod's success could be lost. */
  boolean isExcused(Fact.OfPod success) {
    long since = created.getOrDefault(success.uid(), 0L);
    return deleted.contains(success.uid())
        || deleted.contains(success.job())
        || disturbed.contains(success.uid())
        || recordGone.getOrDefault(success.work(), 0L) > since
        || touched.getOrDefault(success.work().place(), 0L) > since;
  }
}
