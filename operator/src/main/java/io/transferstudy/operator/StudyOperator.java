package io.transferstudy.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.config.LiveConfig;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.leader.Leadership;
import io.transferstudy.operator.meter.FailureCounters;
import io.transferstudy.operator.meter.HttpEndpoint;
import io.transferstudy.operator.meter.ReconcilePulse;
import io.transferstudy.operator.meter.StudyBoard;
import io.transferstudy.operator.study.OncePerSecond;
import io.transferstudy.operator.study.StudyReconciler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The operator's parts put together. */
public final class StudyOperator implements AutoCloseable {
  private static final Duration RECONCILE_AT_LEAST_EVERY = Duration.ofMinutes(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final int FIRST_RETRY_MILLIS = 1_000;
  private static final int LONGEST_RETRY_MILLIS = 60_000;
  private static final int LEASE_LOST = 4; // exit code

  private final Operator operator;
  private final KubernetesClient client;
  private final LiveConfig config;
  private final StudyBoard board;
  private final Optional<Leadership> leadership;
  private final ReconcilePulse pulse;
  private final HttpEndpoint http;
  private volatile boolean started;

  /**
   * An operator whose config stays as it is, with a part in the election if the config says so.
   *
   * @param client is closed with the operator
   * @throws IOException if the HTTP port is taken
   */
  public StudyOperator(KubernetesClient client, OperatorConfig config, Clock clock)
      throws IOException {
    this(client, LiveConfig.fixed(config), leadership(config), clock);
  }

  /**
   * Puts the parts together and serves health and meters; nothing is reconciled before {@link
   * #start}.
   *
   * @param client is closed with the operator; with the fence of {@code leadership}
   * @param leadership empty where only one replica runs
   * @throws IOException if the HTTP port is taken
   */
  public StudyOperator(
      KubernetesClient client, LiveConfig config, Optional<Leadership> leadership, Clock clock)
      throws IOException {
    this.client = client;
    this.config = config;
    this.leadership = leadership;
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    var gc = new JvmGcMetrics();
    gc.bindTo(registry);
    board = new StudyBoard(registry);
    pulse = new ReconcilePulse(registry, clock);
    operator = new Operator(this::framework);
    var events = new EventRecorder(client, new FailureCounters(registry), clock);
    OperatorConfig atStart = config.now();
    operator.register(
        new StudyReconciler(
            client,
            Catalogue.shipped(),
            config,
            board,
            events,
            () -> leadership.map(Leadership::echo).orElse(Duration.ZERO),
            clock),
        overrider -> controller(overrider, atStart, clock));
    http =
        new HttpEndpoint(
            atStart.httpPort(),
            () -> {
              board.refresh();
              return registry.scrape();
            },
            this::lives,
            () -> started && operator.getRuntimeInfo().allEventSourcesAreHealthy());
  }

  /**
   * A part in the election, if the config says so. A replica that loses its lease ends its process
   * with exit code 4.
   */
  public static Optional<Leadership> leadership(OperatorConfig config) {
    // Not exit: that would wait for what is under way, while another replica has begun.
    return config.leaderElection()
        ? Optional.of(
            new Leadership(
                String.valueOf(config.namespace()), () -> Runtime.getRuntime().halt(LEASE_LOST)))
        : Optional.empty();
  }

  private boolean lives() {
    boolean works = leadership.map(Leadership::leads).orElse(true);
    return leadership.map(Leadership::lives).orElse(true)
        && pulse.beats(works && started && board.hasStudies());
  }

  private void framework(ConfigurationServiceOverrider overrider) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false) // the lease is given up after the rest has stopped
        .withMetrics(pulse)
        // One object or kind that cannot be read must not keep the others waiting.
        .withStopOnInformerErrorDuringStartup(false)
        .withReconciliationTerminationTimeout(STOP_WITHIN);
    leadership.ifPresent(part -> overrider.withLeaderElectionConfiguration(part.configuration()));
  }

  static void controller(
      ControllerConfigurationOverrider<TransferStudy> overrider,
      OperatorConfig config,
      Clock clock) {
    overrider
        .withName("study")
        // Unlimited, because a study must never stay stuck; capped, because it costs requests.
        .withRetry(
            new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(FIRST_RETRY_MILLIS)
                .setIntervalMultiplier(2)
                .setMaxInterval(LONGEST_RETRY_MILLIS))
        .withRateLimiter(new OncePerSecond(clock))
        .withReconciliationMaxInterval(RECONCILE_AT_LEAST_EVERY);
    if (config.namespaces().isEmpty()) {
      overrider.watchingAllNamespaces();
    } else {
      overrider.settingNamespaces(config.namespaces());
    }
  }

  /** Starts reconciling; with leader election as soon as this replica leads. */
  public void start() {
    operator.start();
    started = true;
  }

  /** The port of meters and health. */
  public int httpPort() {
    return http.port();
  }

  /** Lets what is under way end, then stops. */
  @Override
  public void close() {
    started = false;
    config.close();
    leadership.ifPresent(Leadership::closing);
    operator.stop();
    if (pulse.rests()) { // else what goes on may still write
      leadership.ifPresent(part -> part.release(client));
    }
    client.close();
    http.close();
  }
}
