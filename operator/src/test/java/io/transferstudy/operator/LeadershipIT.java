package io.transferstudy.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.operator.config.LiveConfig;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Await;
import io.transferstudy.operator.kube.Configs;
import io.transferstudy.operator.leader.Leadership;
import io.transferstudy.operator.leader.LeaseFence;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One replica works, on a real API server. */
class LeadershipIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private KubernetesClient client;
  private String namespace;

  @BeforeEach
  void connect() {
    client = ApiServer.client();
    namespace = ApiServer.namespace(client);
  }

  @AfterEach
  void disconnect() {
    if (client != null) { // else skipped
      client.close();
    }
  }

  private StudyOperator replica(Runnable lost) throws Exception {
    return replica(new Leadership(namespace, lost));
  }

  private StudyOperator replica(Leadership part) throws Exception {
    var config = Configs.watching(namespace, "LEADER_ELECTION", "true");
    var operator =
        new StudyOperator(
            ApiServer.client(), LiveConfig.fixed(config), Optional.of(part), Clock.systemUTC());
    operator.start();
    return operator;
  }

  private Lease lease() {
    return client.leases().inNamespace(namespace).withName(Leadership.LEASE).get();
  }

  private String holder() {
    Lease lease = lease();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }

  private static void until(Await.Check check, String what) {
    Await.until(PATIENCE, () -> what, check);
  }

  /** The framework's callback is left out when the lease is found in another's hands. */
  @Test
  void aLeaderThatFindsAnotherInItsPlaceEnds() throws Exception {
    var ended = new CountDownLatch(1);
    try (StudyOperator operator = replica(ended::countDown)) {
      until(() -> !holder().isEmpty(), "it leads");
      client
          .leases()
          .inNamespace(namespace)
          .withName(Leadership.LEASE)
          .edit(lease -> {
            lease.getSpec().setHolderIdentity("another");
            return lease;
          });
      assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(operator.httpPort()).isPositive();
    }
    assertThat(holder()).isEqualTo("another");
  }

  @Test
  void aStoppedLeaderGivesUpItsLeaseAndAnotherBegins() throws Exception {
    Runnable never =
        () -> {
          throw new AssertionError("its end was wanted");
        };
    StudyOperator first = replica(never);
    until(() -> !holder().isEmpty(), "the first leads");
    String firstHolder = holder();
    try (StudyOperator second = replica(never)) {
      assertThat(second.httpPort()).isPositive();
      first.close();
      assertThat(holder()).isNotEqualTo(firstHolder);
      until(() -> !holder().isEmpty(), "the second leads");
      assertThat(holder()).isNotEqualTo(firstHolder);
    }
    assertThat(holder()).isEmpty();
  }

  /** The old holder may be frozen with a request in its hands. */
  @Test
  void whoTakesOverALeaseThatWasNotGivenUpKnowsIt() throws Exception {
    var minuteAgo = ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(1);
    Lease old =
        leaseOf("another")
            .editSpec()
            .withLeaseDurationSeconds(1)
            .withAcquireTime(minuteAgo)
            .withRenewTime(minuteAgo)
            .withLeaseTransitions(0)
            .endSpec()
            .build();
    client.resource(old).create();
    var part = new Leadership(namespace, () -> {});
    try (StudyOperator operator = replica(part)) {
      assertThat(operator.httpPort()).isPositive();
      until(part::leads, "it leads");
      assertThat(part.echo()).isPositive();
    }
  }

  @Test
  void whoseLeaseIsOldWritesNothing() throws Exception {
    var time = new AtomicLong();
    var fence = new LeaseFence(time::get);
    try (KubernetesClient fenced =
        new KubernetesClientBuilder()
            .withConfig(client.getConfiguration())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("lease", fence))
            .build()) {
      write(fenced, "at-first");
      time.addAndGet(Duration.ofSeconds(13).toNanos());
      assertThatThrownBy(() -> write(fenced, "too-late"))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("nothing is written: the lease was last renewed 13 s ago");
      assertThat(client.configMaps().inNamespace(namespace).withName("too-late").get()).isNull();
      assertThat(fenced.configMaps().inNamespace(namespace).withName("at-first").get()).isNotNull();

      fenced.resource(leaseOf("this").build()).create();
      write(fenced, "renewed");
      time.addAndGet(Duration.ofSeconds(13).toNanos());
      assertThatThrownBy(() -> write(fenced, "late-again"))
          .isInstanceOf(KubernetesClientException.class);
    }
  }

  private LeaseBuilder leaseOf(String holder) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(Leadership.LEASE)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder)
        .endSpec();
  }

  private ConfigMap write(KubernetesClient by, String name) {
    return by.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
  }
}
