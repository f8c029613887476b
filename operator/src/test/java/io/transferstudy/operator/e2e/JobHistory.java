package io.transferstudy.operator.e2e;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.transferstudy.operator.job.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every Job of a namespace in the order of its events. */
final class JobHistory implements AutoCloseable {
  /** Something that happened to a Job, which is one attempt at a piece of work. */
  sealed interface Event {
    String work();

    String job();

    /** A Job was made. */
    record Made(String work, String job) implements Event {}

    /** A Job's pod has succeeded. */
    record Succeeded(String work, String job) implements Event {}
  }

  private final List<Event> events = new ArrayList<>();
  private final Set<Event> seen = new HashSet<>();
  private final SharedIndexInformer<Job> informer;

  JobHistory(KubernetesClient client, String namespace) {
    informer =
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Job job) {
                    record(job);
                  }

                  @Override
                  public void onUpdate(Job before, Job job) {
                    record(job);
                  }

                  @Override
                  public void onDelete(Job job, boolean finalStateUnknown) {
                    record(job);
                  }
                });
  }

  private synchronized void record(Job job) {
    String work = job.getMetadata().getAnnotations().get(Labels.WORK);
    String uid = job.getMetadata().getUid();
    var made = new Event.Made(work, uid);
    if (seen.add(made)) {
      events.add(made);
    }
    Integer succeeded = job.getStatus() == null ? null : job.getStatus().getSucceeded();
    var success = new Event.Succeeded(work, uid);
    if (succeeded != null && succeeded > 0 && seen.add(success)) {
      events.add(success);
    }
  }

  /** What has happened so far. */
  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** Pieces of work that got a Job after one had succeeded: there must be none. */
  synchronized List<String> madeAfterSuccess() {
    var done = new HashSet<String>();
    var again = new ArrayList<String>();
    for (Event event : events) {
      switch (event) {
        case Event.Succeeded(var work, _) -> done.add(work);
        case Event.Made(var work, _) -> {
          if (done.contains(work)) {
            again.add(work);
          }
        }
      }
    }
    return List.copyOf(again);
  }

  /** How many Jobs there have been. */
  synchronized long made() {
    return events.stream().filter(Event.Made.class::isInstance).count();
  }

  /** How many Jobs a piece of work has had. */
  synchronized long jobsOf(String work) {
    return events.stream()
        .filter(event -> event instanceof Event.Made(var of, _) && of.equals(work))
        .count();
  }

  @Override
  public void close() {
    informer.close();
  }
}
