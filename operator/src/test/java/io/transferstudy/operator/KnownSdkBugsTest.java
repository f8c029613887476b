package io.transferstudy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import io.javaoperatorsdk.operator.api.config.BaseConfigurationService;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.config.LiveConfig;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.meter.FailureCounters;
import io.transferstudy.operator.meter.StudyBoard;
import io.transferstudy.operator.study.OncePerSecond;
import io.transferstudy.operator.study.StudyReconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Bugs and unlucky defaults of the framework and the client in the versions in use that need no API
 * server to be seen. Where one is still there, a test shows it first and then that the operator is
 * not hit; where a version brought the fix, a test would see an older version.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownSdkBugsTest {
  private KubernetesClient client;
  private ControllerConfiguration<TransferStudy> usual;
  private ControllerConfiguration<TransferStudy> ours;

  @BeforeAll
  void configure() {
    client = new KubernetesClientBuilder().build(); // asks nothing before it is used
    var registry = new SimpleMeterRegistry();
    var clock = Clock.systemUTC();
    var config = OperatorConfig.from(Map.of("TRANSFER_STUDY_WORKER_IMAGE", "worker"));
    var reconciler =
        new StudyReconciler(
            client,
            Catalogue.shipped(),
            LiveConfig.fixed(config),
            new StudyBoard(registry),
            new EventRecorder(client, new FailureCounters(registry), clock),
            () -> Duration.ZERO,
            clock);
    usual = new BaseConfigurationService().getConfigurationFor(reconciler);
    var overrider = ControllerConfigurationOverrider.override(usual);
    StudyOperator.controller(overrider, config, clock);
    ours = overrider.build();
  }

  @AfterAll
  void close() {
    client.close();
  }

  /** In the framework's own limiter who comes just after the last is told to wait for no time. */
  @Test
  void theRateLimiterWaitsForTheTimeThatHasPassedInsteadOfTheTimeLeft() {
    var limiter = new LinearRateLimiter(Duration.ofDays(1), 1);
    var state = limiter.initState();
    assertThat(limiter.isLimited(state)).isEmpty();
    assertThat(limiter.isLimited(state).orElseThrow()).isLessThan(Duration.ofHours(12));

    assertThat(ours.getRateLimiter()).isInstanceOf(OncePerSecond.class); // OncePerSecondTest
  }

  @Test
  void retriesEndAfterFive() {
    assertThat(delays(usual.getRetry(), 100)).hasSize(5);

    assertThat(delays(ours.getRetry(), 1_000))
        .hasSize(1_000)
        .allSatisfy(delay -> assertThat(delay).isBetween(1L, 60_000L));
  }

  private static List<Long> delays(Retry retry, int most) {
    var execution = retry.initExecution();
    return Stream.generate(execution::nextDelay)
        .limit(most)
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .toList();
  }

  @Test
  void aStudyWithoutEventsIsLookedAtAfterTenHours() {
    assertThat(usual.maxReconciliationInterval()).contains(Duration.ofHours(10));

    assertThat(ours.maxReconciliationInterval().orElseThrow())
        .isLessThanOrEqualTo(Duration.ofMinutes(10));
  }

  /** A default of the schema lives in the API server only: what did not come from it has none. */
  @Test
  void aCellWithoutStatusReadsAsOneWithTheDefaultOfTheSchema() throws Exception {
    CustomResourceDefinition crd;
    try (var yaml = TransferCell.class.getResourceAsStream("/crds/transfercells.yaml")) {
      crd = client.getKubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
    }
    var schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    var status =
        client
            .getKubernetesSerialization()
            .convertValue(
                schema.getProperties().get("status").getDefault(), TransferCellStatus.class);

    assertThat(status.phase()).isEqualTo("Pending");
    assertThat(StatusRecords.read((TransferCellStatus) null)).isEqualTo(StatusRecords.read(status));
  }

  /**
   * Clients before 7.7 began to lead when they read their own old record, before they knew that
   * they could renew it: a process that comes back under the same name led beside its successor.
   */
  @Test
  void anOldLeaseOfOnesOwnIsNoLeadership() throws Exception {
    var lock = new LostLock();
    var leaders = new CopyOnWriteArrayList<String>();
    var started = new AtomicInteger();
    var election =
        new LeaderElector(
            client,
            new LeaderElectionConfig(
                lock,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofMillis(1),
                new LeaderCallbacks(started::incrementAndGet, () -> {}, leaders::add),
                false,
                "test"),
            Runnable::run);
    var running = election.start();
    assertThat(lock.looks.await(1, TimeUnit.MINUTES)).as("looked three times").isTrue();
    running.cancel(true);

    assertThat(lock.updates.get()).as("tried to renew the old lease").isEqualTo(1);
    assertThat(started.get()).as("began to lead").isZero();
    assertThat(leaders).containsExactly("other");
  }

  /** Held by us when it is first read; by another as soon as we write. */
  private static final class LostLock implements Lock {
    private final CountDownLatch looks = new CountDownLatch(3);
    private final AtomicInteger updates = new AtomicInteger();

    @Override
    public LeaderElectionRecord get(KubernetesClient ignored) {
      looks.countDown();
      var now = ZonedDateTime.now(ZoneOffset.UTC);
      String holder = updates.get() == 0 ? identity() : "other";
      return new LeaderElectionRecord(holder, Duration.ofSeconds(15), now, now, 1);
    }

    @Override
    public void create(KubernetesClient ignored, LeaderElectionRecord record) {
      throw new IllegalStateException("the lease is there");
    }

    @Override
    public void update(KubernetesClient ignored, LeaderElectionRecord record) {
      updates.incrementAndGet();
      throw new KubernetesClientException("the object has been modified", 409, null);
    }

    @Override
    public String identity() {
      return "me";
    }

    @Override
    public String describe() {
      return "a lease that was lost";
    }
  }
}
