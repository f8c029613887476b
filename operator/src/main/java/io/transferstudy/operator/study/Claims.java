package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.StorageSpec;
import io.transferstudy.api.v1alpha1.VolumeSpec;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.ClaimUse;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of claims: looked up when a study needs it, remembered for a minute for all studies
 * of the namespace.
 */
final class Claims {
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final Duration FRESH_WHILE_MISSING = Duration.ofSeconds(20); // somebody waits

  private static final String ONE_POD = "ReadWriteOncePod";
  private static final String MANY = "ReadWriteMany";
  private static final String MANY_READERS = "ReadOnlyMany";

  private final KubernetesClient client;
  private final Supplier<OperatorConfig.Claim> config;
  private final Clock clock;
  private final Map<Key, Found> known = new ConcurrentHashMap<>();

  Claims(KubernetesClient client, Supplier<OperatorConfig.Claim> config, Clock clock) {
    this.client = client;
    this.config = config;
    this.clock = clock;
  }

  private record Key(String namespace, String name) {}

  /**
   * A claim as it was.
   *
   * @param modes how it can be mounted; null if there is none
   * @param leaving whether it is being deleted
   */
  private record Found(@Nullable Set<String> modes, boolean leaving, Instant at) {
    boolean usable() {
      return modes != null && !leaving;
    }

    Instant until() {
      return at.plus(usable() ? FRESH : FRESH_WHILE_MISSING);
    }
  }

  /** What the study's claims mean for its pods. */
  ClaimUse of(Blueprint blueprint) {
    var missing = new ArrayList<String>();
    var singleNode = new LinkedHashSet<String>();
    boolean onePod = false;
    for (Named claim : named(blueprint)) {
      Found found = find(blueprint.namespace(), claim.volume().claimName());
      Set<String> modes = found.modes();
      if (claim.field() == null && modes == null) {
        modes = Set.of(config.get().accessMode()); // made when something starts
      } else if (!found.usable() || modes == null) {
        missing.add(sentence(blueprint.namespace(), claim, found));
        continue;
      }
      if (!modes.contains(MANY) && !(claim.readOnly() && modes.contains(MANY_READERS))) {
        singleNode.add(String.valueOf(claim.volume().claimName()));
        onePod |= modes.equals(Set.of(ONE_POD));
      }
    }
    return new ClaimUse(missing, List.copyOf(singleNode), onePod);
  }

  /** When to look again: for what is missing soon, else only when something happens. */
  static Stream<Instant> again(ClaimUse claims, Instant now) {
    return claims.complete() ? Stream.empty() : Stream.of(now.plus(FRESH_WHILE_MISSING));
  }

  /** Makes the namespace's claim for artifacts, unless there is one. */
  void ensure(String namespace) {
    var key = new Key(namespace, ArtifactClaim.NAME);
    if (Optional.ofNullable(known.get(key)).filter(found -> found.modes() != null).isEmpty()) {
      known.put(key, found(ArtifactClaim.make(client, namespace, config.get())));
    }
  }

  /**
   * A claim that a study uses.
   *
   * @param field of the manifest that names it; null for the operator's own
   */
  private record Named(@Nullable String field, VolumeSpec volume, boolean readOnly) {}

  private static List<Named> named(Blueprint blueprint) {
    StorageSpec storage = blueprint.spec().storage();
    var named = new ArrayList<Named>();
    if (storage != null && storage.data() != null) {
      named.add(new Named("data", storage.data(), true));
    }
    if (storage != null && storage.weights() != null) {
      named.add(new Named("weights", storage.weights(), true));
    }
    named.add(
        storage == null || storage.artifacts() == null
            ? new Named(null, new VolumeSpec(blueprint.claimName(), null), false)
            : new Named("artifacts", storage.artifacts(), false));
    return named;
  }

  private static String sentence(String namespace, Named claim, Found found) {
    String name = claim.volume().claimName();
    if (claim.field() == null) {
      return "claim '%s' is being deleted; it is made anew when it is gone".formatted(name);
    }
    return found.leaving()
        ? "spec.storage.%s.claimName: claim '%s' is being deleted; name another one"
            .formatted(claim.field(), name)
        : "spec.storage.%s.claimName: there is no claim '%s' in namespace '%s'; create it, or name one"
                .formatted(claim.field(), name, namespace)
            + " that is there";
  }

  private Found find(String namespace, @Nullable String name) {
    var key = new Key(namespace, String.valueOf(name));
    Instant now = clock.instant();
    Found before = known.get(key);
    if (before != null && before.until().isAfter(now)) {
      return before;
    }
    known.values().removeIf(found -> found.until().plus(FRESH).isBefore(now)); // nobody asks
    Found found = look(key);
    known.put(key, found);
    return found;
  }

  private Found look(Key key) {
    try {
      return found(
          client.persistentVolumeClaims().inNamespace(key.namespace()).withName(key.name()).get());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return new Found(Set.of(MANY), false, clock.instant()); // not to be known: as if it were fine
    }
  }

  private Found found(@Nullable PersistentVolumeClaim claim) {
    if (claim == null) {
      return new Found(null, false, clock.instant());
    }
    // Of a bound claim its volume's: a volume may be able to do more than was asked for.
    List<String> asked = claim.getSpec().getAccessModes();
    List<String> has = claim.getStatus() == null ? null : claim.getStatus().getAccessModes();
    return new Found(
        Set.copyOf(has == null || has.isEmpty() ? asked : has),
        claim.getMetadata().getDeletionTimestamp() != null,
        clock.instant());
  }
}
