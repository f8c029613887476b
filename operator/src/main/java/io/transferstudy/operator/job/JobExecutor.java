package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.Action.StopReason;
import io.transferstudy.study.plan.CellExecutor;
import io.transferstudy.study.plan.GpuAccount;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs a study's work as Jobs, one Job an attempt. */
public final class JobExecutor implements CellExecutor {
  private final Blueprint blueprint;
  private final StudyCluster cluster;
  private final OperatorConfig config;
  private final Clock clock;
  private Map<WorkId, Observation> lastLook = Map.of();

  /** An executor of one study, for one look at it. */
  public JobExecutor(
      Blueprint blueprint, StudyCluster cluster, OperatorConfig config, Clock clock) {
    this.blueprint = blueprint;
    this.cluster = cluster;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Map<WorkId, WorkState> observe() {
    return states(look());
  }

  /** The planner's view of observations. */
  public static Map<WorkId, WorkState> states(Map<WorkId, Observation> seen) {
    var states = new LinkedHashMap<WorkId, WorkState>();
    seen.forEach((work, observation) -> states.put(work, observation.state()));
    return states;
  }

  /**
   * The same for a plan. What ended but is not stored yet runs on, except for cells' results: their
   * places are free at once.
   */
  public Map<WorkId, WorkState> plannable(Map<WorkId, Observation> seen) {
    return states(seen, true);
  }

  /** The same for people: what ended but is not stored yet runs on. */
  public Map<WorkId, WorkState> reportable(Map<WorkId, Observation> seen) {
    return states(seen, false);
  }

  private Map<WorkId, WorkState> states(Map<WorkId, Observation> seen, boolean resultsCount) {
    var states = new LinkedHashMap<WorkId, WorkState>();
    Instant now = clock.instant();
    seen.forEach((work, observation) -> {
      WorkState state = observation.state();
      boolean open =
          switch (state) {
            case WorkState.Done _ -> !(resultsCount && work instanceof WorkId.OfCell);
            case WorkState.Failed _ -> true;
            case WorkState.Waiting _, WorkState.Running _ -> false;
          };
      states.put(
          work,
          open && isUnrecorded(work, observation)
              ? new WorkState.Running(state.attempts(), now)
              : state);
    });
    return states;
  }

  private boolean isUnrecorded(WorkId work, Observation observation) {
    return blueprint.definitions().containsKey(work)
        && !observation.record().equals(cluster.records().getOrDefault(work, WorkRecord.NONE));
  }

  /** Everything that is known, work that no longer belongs to the study included if it runs. */
  public Map<WorkId, Observation> look() {
    Instant now = clock.instant();
    Map<WorkId, WorkRecord> records = cluster.records();
    Map<WorkId, List<Job>> jobs =
        cluster.jobs().stream()
            .filter(job -> Labels.work(job).isPresent())
            .collect(Collectors.groupingBy(job -> Labels.work(job).orElseThrow()));
    Map<String, List<Pod>> pods =
        cluster.pods().stream().collect(Collectors.groupingBy(JobExecutor::ownerUid));
    var seen = new LinkedHashMap<WorkId, Observation>();
    for (var wanted : blueprint.definitions().entrySet()) {
      WorkId work = wanted.getKey();
      WorkRecord record = records.getOrDefault(work, WorkRecord.NONE);
      List<Job> all = jobs.getOrDefault(work, List.of());
      Observation observation = observe(wanted, record, all, pods, now);
      if (!(observation.state() instanceof WorkState.Waiting)) {
        seen.put(work, observation);
      }
    }
    jobs.forEach((work, all) -> {
      if (!blueprint.definitions().containsKey(work)) {
        seen.put(work, leftOver(all.getLast(), now));
      }
    });
    lastLook = seen;
    return seen;
  }

  private Observation observe(
      Map.Entry<WorkId, String> wanted,
      WorkRecord record,
      List<Job> all,
      Map<String, List<Pod>> pods,
      Instant now) {
    WorkId work = wanted.getKey();
    String definition = wanted.getValue();
    List<Job> current = all.stream().filter(job -> Labels.isOf(job, definition)).toList();
    if (current.size() < all.size()) {
      // A Job of an older definition keeps the work's place until it is gone.
      return leftOver(
          all.stream().filter(job -> !Labels.isOf(job, definition)).findFirst().orElseThrow(), now);
    }
    Job newest = current.stream().max(Comparator.comparingInt(Labels::attempt)).orElse(null);
    int recorded = record.attempts().made();
    if (record.outcome() instanceof Outcome.Success
        || (newest == null ? 0 : Labels.attempt(newest)) < recorded) {
      return record.outcome() == null ? vanished(work, record, now) : Observation.of(record, now);
    }
    if (newest == null) {
      return Observation.of(record, now);
    }
    if (Labels.attempt(newest) == recorded && record.outcome() != null) {
      return newest.getMetadata().getDeletionTimestamp() == null
          ? Observation.of(record, now)
          : stopping(record, now);
    }
    return read(work, record, newest, pods, now);
  }

  private Observation read(
      WorkId work, WorkRecord record, Job job, Map<String, List<Pod>> pods, Instant now) {
    List<Pod> own = pods.getOrDefault(job.getMetadata().getUid(), List.of());
    Reading reading = FailureReading.of(job, own, blueprint.uid(), work.key(), now);
    if (reading instanceof Reading.NoPod) { // perhaps the cache of pods is behind that of Jobs
      own = cluster.livePods(job);
      reading = FailureReading.of(job, own, blueprint.uid(), work.key(), now);
    }
    reading = QueueReading.of(job, reading, cluster::quotaWait, now);
    return GpuTime.charge(Observation.of(record, job, reading, now), own, gpus(work), now);
  }

  /** A running attempt without a Job: the caches may be behind, so ask before calling it lost. */
  private Observation vanished(WorkId work, WorkRecord record, Instant now) {
    String name = record.jobName();
    var job = name == null ? Optional.<Job>empty() : cluster.liveJob(name);
    WorkRecord live = cluster.liveRecord(work);
    if (live.outcome() != null && live.attempts().made() >= record.attempts().made()) {
      return Observation.of(live, now);
    }
    return job.map(
            found -> read(work, live, found, Map.of(ownUid(found), cluster.livePods(found)), now))
        .orElseGet(() -> GpuTime.charge(Observation.gone(record, now), List.of(), gpus(work), now));
  }

  private int gpus(WorkId work) {
    return GpuAccount.gpus(blueprint.study(), work);
  }

  /** An attempt whose end is recorded, but whose pod may still be writing its checkpoint. */
  private static Observation stopping(WorkRecord record, Instant now) {
    return new Observation(
        new WorkState.Running(record.attempts(), now), record, "Stopping", "writes its checkpoint");
  }

  private static Observation leftOver(Job job, Instant now) {
    var attempts = new WorkState.Attempts(Math.max(1, Labels.attempt(job)), 0);
    return new Observation(
        new WorkState.Running(attempts, now), WorkRecord.NONE, "Replacing", "an edit replaced it");
  }

  @Override
  public void apply(Action action) {
    switch (action) {
      case Action.Start start ->
          cluster.create(
              WorkerJob.of(blueprint, start, config, NodeHistory.avoided(failedNodes(start))));
      case Action.Stop(var work, var reason) -> stop(work, reason);
    }
  }

  private List<String> failedNodes(Action.Start start) {
    return cluster.records().getOrDefault(start.work(), WorkRecord.NONE).failedNodes();
  }

  private void stop(WorkId work, StopReason reason) {
    Observation seen = lastLook.containsKey(work) ? lastLook.get(work) : look().get(work);
    if (seen == null || !(seen.state() instanceof WorkState.Running(var attempts, var since))) {
      return;
    }
    // What is stopped is recorded before its Job goes: afterwards nothing would tell why it went.
    if (seen.record().outcome() == null && blueprint.definition(work).isPresent()) {
      Instant now = clock.instant();
      WorkRecord record = seen.record();
      var failed =
          Observation.failed(
              attempts.plusGpuSeconds(GpuTime.of(gpus(work), since, now)),
              failure(reason),
              record.startedAt() == null ? now : record.startedAt(),
              now,
              record.jobName(),
              record.failedNodes());
      if (record.jobName() != null) {
        cluster.store(Map.of(work, stopping(failed, now)));
      }
    }
    cluster.jobs().stream()
        .filter(job -> Labels.work(job).filter(work::equals).isPresent())
        .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
        .filter(job -> Labels.attempt(job) >= attempts.made())
        .forEach(cluster::stop);
  }

  private Failure failure(StopReason reason) {
    return switch (reason) {
      case SUSPENDED -> new Failure(Failure.Kind.INTERRUPTED, "stopped: the study is suspended");
      case NOT_IN_GRID -> new Failure(Failure.Kind.INTERRUPTED, "stopped: no longer in the grid");
      case DEADLINE ->
          new Failure(
              Failure.Kind.DEADLINE,
              "stopped after activeDeadlineSeconds; " + Failure.Kind.DEADLINE.remedy());
    };
  }

  /** What ended and what began since it was last stored. */
  public Map<WorkId, Observation> unrecorded(Map<WorkId, Observation> seen) {
    var changed = new LinkedHashMap<WorkId, Observation>();
    seen.forEach((work, observation) -> {
      if (!"Replacing".equals(observation.reason()) && isUnrecorded(work, observation)) {
        changed.put(work, observation);
      }
    });
    return changed;
  }

  /**
   * Stores it.
   *
   * @return false if some of it is left for the next look
   */
  public boolean record(Map<WorkId, Observation> unrecorded) {
    return unrecorded.isEmpty() || cluster.store(unrecorded);
  }

  /** Stops the Jobs of older definitions, and of what is no longer asked for. */
  public void stopReplaced() {
    cluster.jobs().stream()
        .filter(JobExecutor::isThere)
        .filter(job -> Labels.work(job).filter(work -> !isCurrent(job, work)).isPresent())
        .forEach(cluster::stop);
  }

  /**
   * The Jobs that nobody needs: those whose result is stored, and those of earlier attempts. The
   * Job of a last failure stays, for its log.
   */
  public List<Job> superfluous() {
    Map<WorkId, WorkRecord> records = cluster.records();
    return cluster.jobs().stream()
        .filter(JobExecutor::isThere)
        .filter(job ->
            Labels.work(job)
                .filter(work -> isCurrent(job, work))
                .filter(work -> isSuperfluous(job, records.getOrDefault(work, WorkRecord.NONE)))
                .isPresent())
        .toList();
  }

  private static boolean isThere(Job job) {
    return job.getMetadata().getDeletionTimestamp() == null;
  }

  private boolean isCurrent(Job job, WorkId work) {
    String definition = blueprint.definitions().get(work);
    return definition != null && Labels.isOf(job, definition);
  }

  private static boolean isSuperfluous(Job job, WorkRecord record) {
    int made = record.attempts().made();
    return Labels.attempt(job) < made
        || (record.outcome() instanceof Outcome.Success && Labels.attempt(job) == made);
  }

  private static String ownerUid(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(owner -> owner.getUid())
        .findFirst()
        .orElse("");
  }

  private static String ownUid(Job job) {
    return job.getMetadata().getUid();
  }
}
