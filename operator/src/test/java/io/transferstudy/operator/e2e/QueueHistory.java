package io.transferstudy.operator.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.transferstudy.api.v1alpha1.TransferCell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the Jobs of all studies began to wait, got a pod and ended, in the cluster's own order. A
 * study has a namespace of its own.
 */
final class QueueHistory implements AutoCloseable {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private enum Kind {
    WAITS,
    STARTS,
    ENDS
  }

  /**
   * Something that happened.
   *
   * @param version of the cluster's state: etcd counts every write of every kind
   * @param study its namespace
   * @param job its UID
   */
  private record Event(long version, Kind kind, String study, String job) {}

  private final List<Event> events = new ArrayList<>();
  private final Set<String> ended = new HashSet<>();
  private final List<SharedIndexInformer<?>> informers;

  QueueHistory(KubernetesClient client) {
    informers =
        List.of(
            client
                .batch()
                .v1()
                .jobs()
                .inAnyNamespace()
                .withLabel(TransferCell.STUDY_LABEL)
                .inform(new Jobs()),
            client.pods().inAnyNamespace().withLabel(TransferCell.STUDY_LABEL).inform(new Pods()));
  }

  private synchronized void add(Kind kind, HasMetadata object, String job) {
    events.add(
        new Event(
            Long.parseLong(object.getMetadata().getResourceVersion()),
            kind,
            object.getMetadata().getNamespace(),
            job));
  }

  private synchronized void end(Pod pod) {
    if (ended.add(pod.getMetadata().getUid())) {
      add(Kind.ENDS, pod, pod.getMetadata().getOwnerReferences().getFirst().getUid());
    }
  }

  private synchronized List<Event> inOrder() {
    return events.stream().sorted(Comparator.comparingLong(Event::version)).toList();
  }

  /** How many pods there were. */
  long starts() {
    return inOrder().stream().filter(event -> event.kind() == Kind.STARTS).count();
  }

  /** The most pods that were there at once and had not ended. */
  int mostAtOnce() {
    int now = 0;
    int most = 0;
    for (Event event : inOrder()) {
      switch (event.kind()) {
        case STARTS -> most = Math.max(most, ++now);
        case ENDS -> now--;
        case WAITS -> {}
      }
    }
    return most;
  }

  /** The most pods of other studies that one Job saw start while it waited. */
  int longestWait() {
    var waiting = new HashMap<String, Event>();
    var passed = new HashMap<String, Integer>();
    for (Event event : inOrder()) {
      switch (event.kind()) {
        case WAITS -> waiting.put(event.job(), event);
        case STARTS -> {
          waiting.remove(event.job());
          for (Event other : waiting.values()) {
            if (!other.study().equals(event.study())) {
              passed.merge(other.job(), 1, Integer::sum);
            }
          }
        }
        case ENDS -> {}
      }
    }
    return passed.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The most starts in a row of one study while a Job of another waited. */
  int longestRun() {
    Map<String, String> waiting = new HashMap<>();
    String runs = "";
    int run = 0;
    int longest = 0;
    for (Event event : inOrder()) {
      switch (event.kind()) {
        case WAITS -> waiting.put(event.job(), event.study());
        case STARTS -> {
          waiting.remove(event.job());
          boolean another = waiting.values().stream().anyMatch(s -> !s.equals(event.study()));
          run = !another ? 0 : event.study().equals(runs) ? run + 1 : 1;
          runs = event.study();
          longest = Math.max(longest, run);
        }
        case ENDS -> {}
      }
    }
    return longest;
  }

  private final class Jobs implements ResourceEventHandler<Job> {
    @Override
    public void onAdd(Job job) {
      add(Kind.WAITS, job, job.getMetadata().getUid());
    }

    @Override
    public void onUpdate(Job before, Job after) {}

    @Override
    public void onDelete(Job job, boolean finalStateUnknown) {}
  }

  private final class Pods implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      add(Kind.STARTS, pod, pod.getMetadata().getOwnerReferences().getFirst().getUid());
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      if (ENDED.contains(after.getStatus().getPhase())) {
        end(after);
      }
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      end(pod);
    }
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}
