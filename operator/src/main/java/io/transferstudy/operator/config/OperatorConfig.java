package io.transferstudy.operator.config;

import io.fabric8.kubernetes.api.model.Quantity;
import io.transferstudy.api.mapping.ClusterPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's config.
 *
 * @param namespaces whose studies it runs; empty for all
 * @param workerImage of every worker that names none
 * @param pullPolicy of it: Always, IfNotPresent or Never
 * @param claim how the claim for artifacts is made where a study names none
 * @param leaderElection whether only one of several replicas works
 * @param parallelism workers of one study at once, at most
 * @param totalParallelism workers of all studies at once, at most; {@link Integer#MAX_VALUE} for
 *     any number
 * @param httpPort of meters and health; 0 for any free one
 * @param namespace that the operator itself runs in; null outside a cluster
 * @param policy what studies may ask for
 */
public record OperatorConfig(
    Set<String> namespaces,
    String workerImage,
    String pullPolicy,
    Claim claim,
    boolean leaderElection,
    int parallelism,
    int totalParallelism,
    int httpPort,
    @Nullable String namespace,
    ClusterPolicy policy) {

  private static final String PREFIX = "TRANSFER_STUDY_";

  /** Variables that a running operator takes in. */
  static final Set<String> READ_AGAIN =
      named(
          "STORAGE_CLASS",
          "STORAGE_SIZE",
          "STORAGE_ACCESS_MODE",
          "PARALLELISM",
          "TOTAL_PARALLELISM",
          "ALLOWED_IMAGES",
          "ALLOWED_PRIORITY_CLASSES",
          "ALLOWED_CLAIMS",
          "ALLOWED_DOWNLOAD_HOSTS",
          "ALLOW_TORCHSCRIPT");

  /** Variables that count from the start of a process to its end. */
  static final Set<String> READ_AT_START =
      named(
          "NAMESPACES",
          "LEADER_ELECTION",
          "HTTP_PORT",
          "WORKER_IMAGE", // of the same version as the operator
          "WORKER_IMAGE_PULL_POLICY");

  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
  private static final Set<String> ACCESS_MODES =
      Set.of("ReadWriteOnce", "ReadWriteMany", "ReadWriteOncePod");
  private static final Pattern CLAIM = Pattern.compile("([-a-z0-9]+/)?[-.a-z0-9]*\\*?");

  private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9]([-.a-z0-9]*[a-z0-9])?");

  /**
   * A claim to make.
   *
   * @param storageClass null for the cluster's default
   * @param size of the volume
   * @param accessMode such as ReadWriteMany
   */
  public record Claim(@Nullable String storageClass, Quantity size, String accessMode) {}

  /**
   * Reads the config.
   *
   * @throws InvalidConfigException naming the variable, its value and what was expected
   */
  public static OperatorConfig from(Map<String, String> environment) {
    var env = new Environment(environment);
    String podNamespace = env.text("POD_NAMESPACE", null);
    boolean leaderElection = env.flag(PREFIX + "LEADER_ELECTION", podNamespace != null);
    if (leaderElection && podNamespace == null) {
      throw new InvalidConfigException(
          "POD_NAMESPACE is not set: leader election needs it; set it, or "
              + PREFIX
              + "LEADER_ELECTION=false");
    }
    return new OperatorConfig(
        Set.copyOf(env.list(PREFIX + "NAMESPACES")),
        env.required(PREFIX + "WORKER_IMAGE"),
        env.oneOf(PREFIX + "WORKER_IMAGE_PULL_POLICY", "IfNotPresent", PULL_POLICIES),
        new Claim(
            env.text(PREFIX + "STORAGE_CLASS", null),
            env.quantity(PREFIX + "STORAGE_SIZE", "10Gi"),
            env.oneOf(PREFIX + "STORAGE_ACCESS_MODE", "ReadWriteOnce", ACCESS_MODES)),
        leaderElection,
        env.number(PREFIX + "PARALLELISM", 4, 1, 10_000),
        env.number(PREFIX + "TOTAL_PARALLELISM", Integer.MAX_VALUE, 1, 100_000),
        env.number(PREFIX + "HTTP_PORT", 8_080, 0, 65_535),
        podNamespace,
        new ClusterPolicy(
            env.list(PREFIX + "ALLOWED_IMAGES"),
            env.list(PREFIX + "ALLOWED_PRIORITY_CLASSES"),
            env.claims(PREFIX + "ALLOWED_CLAIMS"),
            env.hosts(PREFIX + "ALLOWED_DOWNLOAD_HOSTS"),
            env.flag(PREFIX + "ALLOW_TORCHSCRIPT", false)));
  }

  private static Set<String> named(String... names) {
    return Stream.of(names).map(PREFIX::concat).collect(Collectors.toUnmodifiableSet());
  }

  /** Reads single variables; empty counts as not set, as a chart writes it. */
  private record Environment(Map<String, String> values) {
    @Nullable String text(String name, @Nullable String absent) {
      String value = values.get(name);
      return value == null || value.isBlank() ? absent : value.strip();
    }

    String required(String name) {
      String value = text(name, null);
      if (value == null) {
        throw new InvalidConfigException(name + " is not set: name the worker's image");
      }
      return value;
    }

    String or(String name, String absent) {
      String value = text(name, null);
      return value == null ? absent : value;
    }

    List<String> list(String name) {
      String value = text(name, null);
      return value == null
          ? List.of()
          : Stream.of(value.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
    }

    List<String> claims(String name) {
      List<String> entries = list(name);
      for (String entry : entries) {
        if (!CLAIM.matcher(entry).matches()) {
          throw new InvalidConfigException(
              name + "=" + entry + ": expected NAME or NAMESPACE/NAME, perhaps with * at the end");
        }
      }
      return entries;
    }

    List<String> hosts(String name) {
      List<String> entries = list(name);
      for (String entry : entries) {
        if (!HOST.matcher(entry).matches()) {
          throw new InvalidConfigException(
              name + "=" + entry + ": expected HOST, or *.DOMAIN for all hosts below it");
        }
      }
      return entries;
    }

    boolean flag(String name, boolean absent) {
      String value = text(name, null);
      if (value == null) {
        return absent;
      }
      return switch (value) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw new InvalidConfigException(name + "=" + value + ": expected true or false");
      };
    }

    int number(String name, int absent, int min, int max) {
      String value = text(name, null);
      if (value == null) {
        return absent;
      }
      try {
        int number = Integer.parseInt(value);
        if (number >= min && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below, in the same words
      }
      throw new InvalidConfigException(
          "%s=%s: expected a whole number from %d to %d".formatted(name, value, min, max));
    }

    String oneOf(String name, String absent, Set<String> allowed) {
      String value = or(name, absent);
      if (!allowed.contains(value)) {
        throw new InvalidConfigException(
            name
                + "="
                + value
                + ": expected "
                + allowed.stream().sorted().collect(Collectors.joining(" or ")));
      }
      return value;
    }

    Quantity quantity(String name, String absent) {
      String value = or(name, absent);
      try {
        var quantity = Quantity.parse(value);
        if (Quantity.getAmountInBytes(quantity).signum() > 0) {
          return quantity;
        }
      } catch (IllegalArgumentException e) {
        // said below, in the same words
      }
      throw new InvalidConfigException(name + "=" + value + ": expected a size such as 10Gi");
    }
  }
}
