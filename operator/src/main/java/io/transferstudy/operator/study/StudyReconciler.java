package io.transferstudy.operator.study;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.JobExecutor;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.operator.meter.StudyBoard;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings the cluster closer to what a study asks for: observe, plan, apply, report. */
public final class StudyReconciler implements Reconciler<TransferStudy> {
  private final KubernetesClient client;
  private final OperatorConfig config;
  private final StudyBoard board;
  private final EventRecorder events;
  private final Clock clock;
  private final Acceptance acceptance;
  private @Nullable InformerCaches caches;

  /**
   * A reconciler.
   *
   * @param client with {@link TolerantReading#serialization()}
   * @param board where results are put up for the meters
   * @param events tells people of what changes
   */
  public StudyReconciler(
      KubernetesClient client,
      Catalogue catalogue,
      OperatorConfig config,
      StudyBoard board,
      EventRecorder events,
      Clock clock) {
    this.client = client;
    this.config = config;
    this.board = board;
    this.events = events;
    this.clock = clock;
    this.acceptance = new Acceptance(catalogue, config);
  }

  @Override
  public List<EventSource<?, TransferStudy>> prepareEventSources(
      EventSourceContext<TransferStudy> context) {
    var informers = new InformerCaches(context);
    caches = informers;
    board.onGone(
        snapshot ->
            context
                .getPrimaryCache()
                .get(snapshot.resource())
                .filter(study -> study.getMetadata().getUid().equals(snapshot.uid()))
                .isEmpty(),
        uid -> {
          informers.forget(uid);
          acceptance.forget(uid);
        });
    return informers.eventSources();
  }

  @Override
  public UpdateControl<TransferStudy> reconcile(
      TransferStudy cached, Context<TransferStudy> context) {
    if (caches == null) {
      throw new IllegalStateException("event sources come first");
    }
    if (cached.isMarkedForDeletion()) {
      return UpdateControl.noUpdate(); // its owner references do the rest
    }
    TransferStudy study = caches.newest(cached);
    return switch (acceptance.of(study)) {
      case Acceptance.Decision.Accepted(_, var blueprint) ->
          run(blueprint, new StudyObjects(client, caches, events, study, blueprint));
      case Acceptance.Decision.Refused(_, var violations) -> {
        var writer = new StatusWriter(client, caches, events);
        var refused = new RefusedStudy(client, caches, writer, study, clock.instant());
        var status = refused.status(violations);
        board.put(study, status, null);
        refused.stop(status);
        yield UpdateControl.noUpdate();
      }
    };
  }

  private UpdateControl<TransferStudy> run(Blueprint blueprint, StudyObjects objects) {
    boolean more = new CellObjects(blueprint, objects).align();
    var executor = new JobExecutor(blueprint, objects, config, clock);
    Instant now = clock.instant();

    Map<WorkId, Observation> seen = executor.look();
    executor.record(seen);
    List<Action> actions = Planner.plan(blueprint.study(), JobExecutor.states(seen), now);
    String trouble = apply(actions, executor, blueprint);
    executor.tidy();
    Map<WorkId, Observation> after = executor.look();
    report(blueprint, objects, after, trouble, now);

    if (trouble != null) {
      throw new IllegalStateException(trouble); // after the report, so that it is tried again
    }
    boolean running = after.values().stream().anyMatch(o -> o.state() instanceof WorkState.Running);
    Optional<Instant> expiry =
        Optional.ofNullable(objects.study().getStatus())
            .filter(_ -> !running)
            .flatMap(status -> Expiry.at(blueprint.spec(), status));
    if (expiry.isPresent() && !expiry.get().isAfter(clock.instant())) {
      objects.expire();
      return UpdateControl.noUpdate();
    }
    return next(blueprint, after, more, expiry, now);
  }

  /** Does what can be done; returns what could not, for people. */
  private @Nullable String apply(List<Action> actions, JobExecutor executor, Blueprint blueprint) {
    List<Action> stops = actions.stream().filter(Action.Stop.class::isInstance).toList();
    List<Action> starts = actions.stream().filter(Action.Start.class::isInstance).toList();
    try {
      if (!starts.isEmpty() && blueprint.claimName().equals(ArtifactClaim.NAME)) {
        ArtifactClaim.ensure(client, blueprint.namespace(), config.claim());
      }
      stops.forEach(executor::apply);
      Requests.all(starts, executor::apply);
      return null;
    } catch (KubernetesClientException | IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void report(
      Blueprint blueprint,
      StudyObjects objects,
      Map<WorkId, Observation> seen,
      @Nullable String trouble,
      Instant now) {
    var progress = Progress.of(blueprint.study(), JobExecutor.states(seen));
    var writes = new ArrayList<Runnable>();
    for (CellProgress cell : progress.cells()) {
      var work = new WorkId.OfCell(cell.cell());
      if (objects.cells().get(blueprint.objectName(work)) instanceof TransferCell object
          && !settled(cell, object)) {
        var status =
            StatusRecords.cell(cell, seen.getOrDefault(work, Observation.of(WorkRecord.NONE, now)));
        if (!status.equals(object.getStatus())) {
          writes.add(() -> objects.write(work, object, status));
        }
      }
    }
    Requests.all(writes, Runnable::run);
    var findings = Findings.of(blueprint.study().grid(), progress, Map.of());
    TransferStudyStatus before = objects.study().getStatus();
    var status = StudyReport.of(blueprint, before, seen, progress, findings, trouble, now);
    objects.write(status);
    board.put(objects.study(), status, findings);
  }

  /** A success is written once, by the step that stores results. */
  private static boolean settled(CellProgress cell, TransferCell object) {
    return cell.phase() == Phase.SUCCEEDED
        && object.getStatus() != null
        && Phase.SUCCEEDED.label().equals(object.getStatus().phase());
  }

  private static UpdateControl<TransferStudy> next(
      Blueprint blueprint,
      Map<WorkId, Observation> seen,
      boolean more,
      Optional<Instant> expiry,
      Instant now) {
    UpdateControl<TransferStudy> nothing = UpdateControl.noUpdate();
    if (more) {
      return nothing.rescheduleAfter(Duration.ofSeconds(1));
    }
    Stream<Instant> looks =
        Stream.concat(
            expiry.stream(), seen.values().stream().flatMap(o -> Stream.ofNullable(o.again())));
    return Stream.concat(
            Planner.wakeUp(blueprint.study(), JobExecutor.states(seen)).stream(), looks)
        .min(Comparator.naturalOrder())
        .map(at -> Duration.between(now, at).plusMillis(10))
        .map(wait -> nothing.rescheduleAfter(wait.isPositive() ? wait : Duration.ofSeconds(1)))
        .orElse(nothing);
  }
}
