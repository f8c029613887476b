package io.transferstudy.operator.leader;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This replica's part in the election. The framework alone lets a leader go on that finds another
 * in its place (its callback is left out then), and ends one that cannot renew by a shutdown that
 * waits for what is under way; here whoever no longer leads ends at once.
 */
public final class Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /** Name of the lease. */
  public static final String LEASE = "transfer-study-operator";

  /**
   * How long something may still arrive that the leader before sent off in its last moments: the
   * fence looks at a request before it waits for a connection, and a process may be stopped there.
   */
  static final Duration ECHO = Duration.ofSeconds(60);

  private final LeaseFence fence;
  private final LongSupplier nanoTime;
  private final String namespace;
  private final String identity = UUID.randomUUID().toString();
  private final Runnable lost;
  private volatile boolean leads;
  private volatile boolean followsAnother;
  private volatile long began;
  private volatile boolean closing;

  /**
   * A part in the election.
   *
   * @param namespace of the lease
   * @param lost what ends the process; it must not wait for anything
   */
  public Leadership(String namespace, Runnable lost) {
    this(namespace, lost, System::nanoTime);
  }

  Leadership(String namespace, Runnable lost, LongSupplier nanoTime) {
    this.fence = new LeaseFence(nanoTime);
    this.nanoTime = nanoTime;
    this.namespace = namespace;
    this.lost = lost;
  }

  /** For the framework. */
  public LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withLeaderCallbacks(new LeaderCallbacks(this::begins, this::leadsNoLonger, this::leaderIs))
        // Not the framework's exit: it runs the shutdown hooks, and called from one it never ends.
        .buildForTest(false);
  }

  void begins() {
    began = nanoTime.getAsLong();
    leads = true;
    if (followsAnother) {
      LOG.info(
          "leads after one that did not give up its lease; ended Jobs stay for {} s",
          ECHO.toSeconds());
    } else {
      LOG.info("leads");
    }
  }

  void leaderIs(@Nullable String leader) {
    if (!identity.equals(leader)) {
      // Whoever gave up its lease did so after its last request was answered.
      followsAnother = leader != null && !leader.isEmpty();
      leadsNoLonger();
    }
  }

  private void leadsNoLonger() {
    if (leads && !closing) {
      leads = false;
      LOG.error("another replica may lead now, this one ends: its lease was not renewed in time");
      lost.run();
    }
  }

  /** Keeps a client's writes from going out under an old lease. */
  public LeaseFence fence() {
    return fence;
  }

  /** Whether this replica leads; false for one that stands by. */
  public boolean leads() {
    return leads;
  }

  /** How long requests of the leader before may still arrive; zero if there was none. */
  public Duration echo() {
    if (!leads || !followsAnother) {
      return Duration.ZERO;
    }
    Duration left = ECHO.minusNanos(nanoTime.getAsLong() - began);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether the election goes on: a leader renews its lease, whoever stands by need not. */
  public boolean lives() {
    return !leads || fence.isOpen();
  }

  /** From now on the end of the leadership is wanted. */
  public void closing() {
    closing = true;
  }

  /**
   * Gives up the lease, if this replica holds it, so that another need not wait for its end. Only
   * after nothing is under way any more.
   */
  public void release(KubernetesClient client) {
    try {
      var lease = client.leases().inNamespace(namespace).withName(LEASE).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity("");
        client.resource(lease).update(); // with the version that was read
      }
    } catch (KubernetesClientException e) {
      LOG.warn("the lease was not given up, it ends by itself: {}", e.getMessage());
    }
  }
}
