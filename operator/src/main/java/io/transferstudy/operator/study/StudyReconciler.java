package io.transferstudy.operator.study;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.config.LiveConfig;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.meter.StudyBoard;
import io.transferstudy.study.plan.WorkState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings the cluster closer to what a study asks for: observe, plan, apply, report. */
public final class StudyReconciler implements Reconciler<TransferStudy> {
  private final KubernetesClient client;
  private final LiveConfig config;
  private final StudyBoard board;
  private final EventRecorder events;
  private final Clock clock;
  private final Acceptance acceptance;
  private final OperatorPlaces places;
  private final Priorities priorities;
  private final Troubles troubles = new Troubles();
  private final Claims claims;
  private final Supplier<Duration> echo;
  private @Nullable InformerCaches caches;

  /**
   * A reconciler.
   *
   * @param client with {@link TolerantReading#serialization()}
   * @param board where results are put up for the meters
   * @param events tells people of what changes
   * @param echo how long requests of the leader before may still arrive
   */
  public StudyReconciler(
      KubernetesClient client,
      Catalogue catalogue,
      LiveConfig config,
      StudyBoard board,
      EventRecorder events,
      Supplier<Duration> echo,
      Clock clock) {
    this.client = client;
    this.config = config;
    this.board = board;
    this.events = events;
    this.echo = echo;
    this.clock = clock;
    this.acceptance = new Acceptance(catalogue, config);
    this.places = new OperatorPlaces(() -> config.now().totalParallelism(), clock);
    this.priorities = new Priorities(client, clock);
    this.claims = new Claims(client, () -> config.now().claim(), clock);
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
          places.forget(uid);
          troubles.forget(uid);
        });
    var newConfig = new SimpleInboundEventSource<TransferStudy>("config");
    config.onChange(() -> context.getPrimaryCache().keys().forEach(newConfig::propagateEvent));
    return Stream.concat(informers.eventSources().stream(), Stream.of(newConfig)).toList();
  }

  @Override
  public UpdateControl<TransferStudy> reconcile(
      TransferStudy cached, Context<TransferStudy> context) {
    if (caches == null) {
      throw new IllegalStateException("event sources come first");
    }
    if (cached.isMarkedForDeletion()) {
      places.forget(cached.getMetadata().getUid());
      return UpdateControl.noUpdate(); // its owner references do the rest
    }
    TransferStudy study = caches.newest(cached);
    return switch (acceptance.of(study)) {
      case Acceptance.Decision.Accepted(_, var accepted) -> {
        Blueprint blueprint =
            Rested.is(study, accepted.definitions().keySet())
                ? accepted
                : accepted.with(claims.of(accepted));
        yield run(blueprint, new StudyObjects(client, caches, events, study, blueprint), caches);
      }
      case Acceptance.Decision.Refused(_, var violations) -> {
        var writer = new StatusWriter(client, caches, events);
        var refused = new RefusedStudy(client, caches, writer, study, clock.instant());
        var status = refused.status(violations);
        board.put(study, status, null);
        refused.stop(status);
        places.forget(study.getMetadata().getUid());
        yield UpdateControl.noUpdate();
      }
    };
  }

  private UpdateControl<TransferStudy> run(
      Blueprint blueprint, StudyObjects objects, InformerCaches informers) {
    var worker = blueprint.spec().worker();
    int priority = priorities.of(worker == null ? null : worker.priorityClassName());
    var step =
        new StudyStep(
            claims,
            config.now(),
            blueprint,
            objects,
            (running, wanted) ->
                places.take(blueprint.uid(), running, wanted, priority, informers::runningJobs),
            echo.get(),
            clock);
    StudyStep.Result result = step.take();
    if (objects.study().getStatus() instanceof TransferStudyStatus status) {
      board.put(objects.study(), status, result.findings());
    } // else its first status was not taken: the next look will write it
    if (result.trouble() != null) {
      var metadata = objects.study().getMetadata();
      return UpdateControl.<TransferStudy>noUpdate()
          .rescheduleAfter(
              troubles.note(
                  blueprint.uid(),
                  metadata.getNamespace() + "/" + metadata.getName(),
                  result.trouble()));
    }
    troubles.forget(blueprint.uid());
    Instant now = clock.instant();
    boolean running =
        result.seen().values().stream().anyMatch(o -> o.state() instanceof WorkState.Running);
    Optional<Instant> expiry =
        Optional.ofNullable(objects.study().getStatus())
            .filter(_ -> !running && !result.unfinished())
            .flatMap(status -> Expiry.at(blueprint.spec(), status));
    if (expiry.isPresent() && !expiry.get().isAfter(now)) {
      objects.expire();
      return UpdateControl.noUpdate();
    }
    return NextLook.after(blueprint, result, expiry, now)
        .map(UpdateControl.<TransferStudy>noUpdate()::rescheduleAfter)
        .orElse(UpdateControl.noUpdate());
  }
}
