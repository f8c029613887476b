package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.study.work.WorkId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One study's objects in the cluster. Caches may lag behind; own writes are always seen. */
public interface StudyCluster {
  /** Its Jobs, as cached. */
  List<Job> jobs();

  /** Its Pods, as cached. */
  List<Pod> pods();

  /** Its durable records, as cached; of the current definitions only. */
  Map<WorkId, WorkRecord> records();

  /** A Job as the API server has it now. */
  Optional<Job> liveJob(String name);

  /** A Job's Pods as the API server has them now. */
  List<Pod> livePods(Job job);

  /** What Kueue says that a Job waits for, if it says so. */
  Optional<String> quotaWait(Job job);

  /** A record as the API server has it now. */
  WorkRecord liveRecord(WorkId work);

  /**
   * Creates a Job; one of the same name that this study owns already is as good.
   *
   * @throws IllegalStateException if the name belongs to another owner
   */
  void create(Job job);

  /**
   * Deletes Jobs that are no longer needed; their Pods go when the cluster finds time.
   *
   * @return false if there was no time for all of them
   */
  boolean discard(List<Job> jobs);

  /** Deletes a Job, which stays visible until its Pods have ended. */
  void stop(Job job);

  /**
   * Stores records, each of which differs from what is stored. Those that were not stored, for lack
   * of time or because somebody else wrote, are unchanged in {@link #records()}.
   *
   * @return false if some were not
   */
  boolean store(Map<WorkId, Observation> changed);
}
