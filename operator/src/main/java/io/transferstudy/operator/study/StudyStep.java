package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.JobExecutor;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Plan;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One look at an accepted study: observe, plan, apply, report. It takes about a second, however
 * much there is to do, and leaves the rest for the next one: so free places are filled at once, and
 * no study keeps the others waiting.
 */
final class StudyStep {
  private static final int MOST_STARTS = 64;
  private static final Duration TO_START = Duration.ofMillis(700);
  private static final Duration TO_REPORT = Duration.ofMillis(300);

  /** Gives places of those that all studies share. */
  interface Places {
    /** How many of the wanted attempts may start, where so many run already. */
    int take(int running, int wanted);
  }

  /**
   * What was seen and done.
   *
   * @param seen after all that was done
   * @param findings of what is stored
   * @param trouble what could not be done, for people; else null
   * @param unfinished whether the next look should follow at once
   * @param withoutPlace whether something could start and was given no place
   * @param planned the time for which it was decided what to start
   * @param kept until when Jobs stay that nobody needs any more; null if there are none
   */
  record Result(
      Map<WorkId, Observation> seen,
      Findings findings,
      @Nullable String trouble,
      boolean unfinished,
      boolean withoutPlace,
      Instant planned,
      @Nullable Instant kept) {}

  private final Claims claims;
  private final OperatorConfig config;
  private final Blueprint blueprint;
  private final StudyObjects objects;
  private final JobExecutor executor;
  private final Places places;
  private final Duration echo;
  private final Instant now;

  /**
   * A step.
   *
   * @param echo how long requests of the leader before may still arrive. Until then no Job is
   *     deleted that has ended: its name keeps such a request from making it a second time.
   */
  StudyStep(
      Claims claims,
      OperatorConfig config,
      Blueprint blueprint,
      StudyObjects objects,
      Places places,
      Duration echo,
      Clock clock) {
    this.claims = claims;
    this.config = config;
    this.blueprint = blueprint;
    this.objects = objects;
    this.executor = new JobExecutor(blueprint, objects, config, clock);
    this.places = places;
    this.echo = echo;
    this.now = clock.instant();
  }

  Result take() {
    Map<WorkId, Observation> seen = executor.look();
    Map<WorkId, WorkState> states = executor.plannable(seen);
    Plan plan = Planner.plan(blueprint.study(), states, Integer.MAX_VALUE, now);
    List<Action> stops = plan.actions().stream().filter(Action.Stop.class::isInstance).toList();
    List<Action> wanted =
        plan.actions().stream()
            .filter(Action.Start.class::isInstance)
            .filter(_ -> blueprint.claims().complete())
            .toList();
    int granted = places.take(running(states), wanted.size());
    List<Action> starts = wanted.subList(0, Math.min(MOST_STARTS, granted));

    boolean aligned =
        new CellObjects(blueprint, objects)
            .align(starts.stream().map(Action::work).collect(Collectors.toSet()));
    Applied applied = apply(stops, starts);
    Map<WorkId, Observation> news = executor.unrecorded(seen);
    boolean recorded = executor.record(news);
    executor.stopReplaced();
    List<Job> superfluous = executor.superfluous();
    boolean kept = echo.isPositive() && !superfluous.isEmpty();
    boolean tidied = kept || objects.discard(superfluous);
    Map<WorkId, Observation> after = executor.look();
    boolean withoutPlace = granted < wanted.size();
    Reported reported = report(after, applied.trouble(), withoutPlace);
    boolean finished =
        aligned
            && applied.all()
            && starts.size() == granted
            && recorded
            && news.values().stream().noneMatch(StudyStep::mayLetOthersStart)
            && tidied
            && reported.all();
    return new Result(
        after,
        reported.findings(),
        applied.trouble(),
        !finished,
        withoutPlace,
        now,
        kept ? now.plus(echo) : null);
  }

  /**
   * What became of the actions.
   *
   * @param trouble what could not be done, for people; else null
   * @param all whether there was time for all of them
   */
  private record Applied(@Nullable String trouble, boolean all) {}

  /**
   * What was written.
   *
   * @param all whether there was time for everything, and nobody else wrote
   */
  private record Reported(Findings findings, boolean all) {}

  /** Planned for only after it is stored, of which no cache may tell. */
  private static boolean mayLetOthersStart(Observation stored) {
    return stored.record().outcome() != null;
  }

  private static int running(Map<WorkId, WorkState> states) {
    return (int) states.values().stream().filter(WorkState.Running.class::isInstance).count();
  }

  private Applied apply(List<Action> stops, List<Action> starts) {
    try {
      if (!starts.isEmpty() && blueprint.claimName().equals(ArtifactClaim.NAME)) {
        claims.ensure(blueprint.namespace());
      }
      Requests.all(stops, executor::apply);
      List<Action> recordable = starts.stream().filter(start -> hasRecord(start.work())).toList();
      boolean inTime = Requests.within(Turn.of(TO_START), recordable, executor::apply);
      return new Applied(null, inTime && recordable.size() == starts.size());
    } catch (KubernetesClientException | IllegalStateException e) {
      return new Applied(String.valueOf(e.getMessage()), true);
    }
  }

  /** Without its cell an attempt could not be recorded. */
  private boolean hasRecord(WorkId work) {
    return work instanceof WorkId.Shared || objects.cells().containsKey(blueprint.objectName(work));
  }

  private Reported report(
      Map<WorkId, Observation> seen, @Nullable String trouble, boolean withoutPlace) {
    Map<WorkId, WorkState> states = executor.reportable(seen);
    var progress = Progress.of(blueprint.study(), states);
    var behind = new AtomicBoolean();
    var writes = new ArrayList<Runnable>();
    for (CellProgress cell : progress.cells()) {
      var work = new WorkId.OfCell(cell.cell());
      Observation observation = seen.getOrDefault(work, Observation.of(WorkRecord.NONE, now));
      if (objects.cells().get(blueprint.objectName(work)) instanceof TransferCell object
          && !settled(cell, object)
          && !awaitsStoring(cell, observation)) {
        var status = StatusRecords.cell(cell, observation);
        if (!status.equals(object.getStatus())) {
          writes.add(() -> {
            if (!objects.write(work, object, status)) {
              behind.set(true);
            }
          });
        }
      }
    }
    boolean wroteAll = Requests.within(Turn.of(TO_REPORT), writes, Runnable::run);
    var findings = Findings.of(blueprint.study().grid(), progress, Map.of());
    var status =
        StudyReport.of(
            blueprint,
            objects.study().getStatus(),
            seen,
            states,
            progress,
            findings,
            obstacle(trouble, withoutPlace, running(states)),
            now);
    boolean wroteStudy = objects.write(status);
    return new Reported(findings, wroteAll && wroteStudy && !behind.get());
  }

  /** A study of which something runs waits for nothing. */
  private @Nullable Obstacle obstacle(@Nullable String trouble, boolean withoutPlace, int running) {
    if (trouble != null) {
      return Obstacle.refused(trouble);
    }
    if (running > 0) {
      return null;
    }
    if (!blueprint.claims().complete()) {
      return Obstacle.missingClaim(ClaimConditions.message(blueprint.claims()));
    }
    return withoutPlace ? Obstacle.noPlace(config.totalParallelism()) : null;
  }

  /** A success is written once, by the step that stores results. */
  private static boolean settled(CellProgress cell, TransferCell object) {
    return cell.phase() == Phase.SUCCEEDED
        && object.getStatus() != null
        && Phase.SUCCEEDED.label().equals(object.getStatus().phase());
  }

  /** Its end is seen but not stored: the next look writes both at once. */
  private static boolean awaitsStoring(CellProgress cell, Observation observation) {
    return cell.phase() == Phase.RUNNING && !(observation.state() instanceof WorkState.Running);
  }
}
