package io.transferstudy.api.mapping;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.api.v1alpha1.ResourcesSpec;
import io.transferstudy.api.v1alpha1.ScratchSpec;
import io.transferstudy.api.v1alpha1.WorkerSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an API server would refuse in every pod of a study, said once about the study instead, and
 * what a worker's pod must not carry.
 */
final class PodRules {
  private static final int MOST_ENTRIES = 50;
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final int LARGEST_ANNOTATIONS = 16_384; // characters; every Job carries them
  private static final BigDecimal LARGEST = new BigDecimal("1e18");

  private static final String SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final Pattern OBJECT = Pattern.compile(SUBDOMAIN);
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9._:/@]*");
  private static final Pattern QUANTITY =
      Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,9})?([numkMGTPE]|[KMGTPE]i|[eE][0-9]{1,2})?");

  private static final Set<String> RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");
  private static final List<String> RESERVED =
      List.of(Api.GROUP, "kubernetes.io", "k8s.io", "x-k8s.io");
  private static final String TOPOLOGY = "kueue.x-k8s.io/podset-"; // annotations that ask for one

  private final Violations violations;

  PodRules(Violations violations) {
    this.violations = violations;
  }

  void check(String path, WorkerSpec worker) {
    if (worker.image() != null && !IMAGE.matcher(worker.image()).matches()) {
      violations.add(
          path + ".image",
          "must be a reference such as registry/worker:1, got '" + worker.image() + "'");
    }
    if (worker.resources() != null) {
      resources(path + ".resources", worker.resources());
    }
    labels(path + ".nodeSelector", worker.nodeSelector());
    labels(path + ".labels", worker.labels());
    reserved(path + ".labels", worker.labels(), false);
    annotations(path + ".annotations", worker.annotations());
    reserved(path + ".annotations", worker.annotations(), true);
    each(path + ".tolerations", worker.tolerations(), this::toleration);
    each(path + ".imagePullSecrets", worker.imagePullSecrets(), this::objectName);
  }

  private interface Rule<T> {
    void check(String path, T entry);
  }

  private <T> void each(String path, @Nullable List<? extends @Nullable T> entries, Rule<T> rule) {
    for (int i = 0; entries != null && i < entries.size(); i++) {
      T entry = entries.get(i);
      if (entry == null) {
        violations.add(path + "[" + i + "]", "is empty");
      } else {
        rule.check(path + "[" + i + "]", entry);
      }
    }
  }

  /** A name that an object of a namespace can have. */
  void objectName(String path, String name) {
    if (name.contains("/")) {
      violations.add(
          path,
          "must be the name alone of an object of the study's own namespace, without '/', got '"
              + name
              + "'");
    } else if (name.length() > LONGEST_NAME || !OBJECT.matcher(name).matches()) {
      violations.add(path, "is not the name of any object, got '" + name + "'");
    }
  }

  private void resources(String path, ResourcesSpec resources) {
    Map<String, BigDecimal> requests = amounts(path + ".requests", resources.requests());
    Map<String, BigDecimal> limits = amounts(path + ".limits", resources.limits());
    requests.forEach((resource, request) -> {
      BigDecimal limit = limits.get(resource);
      if (limit != null && request.compareTo(limit) > 0) {
        violations.add(path + ".requests." + resource, "must not be more than its limit");
      }
    });
  }

  private Map<String, BigDecimal> amounts(
      String path, @Nullable Map<String, ? extends @Nullable Quantity> quantities) {
    var amounts = new TreeMap<String, BigDecimal>();
    sorted(path, quantities)
        .forEach((resource, quantity) -> {
          String at = path + "." + resource;
          if (!RESOURCES.contains(resource)) {
            violations.add(
                at,
                "must be cpu, memory or ephemeral-storage; GPUs are asked for by spec.worker.gpus");
          } else if (isQuantity(at, quantity)) {
            amounts.put(resource, Quantity.getAmountInBytes(quantity));
          }
        });
    return amounts;
  }

  /** Whether it is one that the API server takes. */
  private boolean isQuantity(String path, @Nullable Quantity quantity) {
    boolean fits =
        quantity != null
            && QUANTITY.matcher(quantity.toString()).matches()
            && Quantity.getAmountInBytes(quantity).compareTo(LARGEST) <= 0;
    if (!fits) {
      violations.add(path, "must be a quantity such as 500m or 2Gi, got '" + quantity + "'");
    }
    return fits;
  }

  void scratch(String path, ScratchSpec scratch) {
    Quantity limit = scratch.sizeLimit();
    String at = path + ".sizeLimit";
    if (isQuantity(at, limit) && Quantity.getAmountInBytes(limit).compareTo(BigDecimal.ONE) < 0) {
      violations.add(at, "must be more than nothing, got '" + limit + "'");
    }
  }

  private void labels(String path, @Nullable Map<String, ? extends @Nullable String> labels) {
    sorted(path, labels)
        .forEach((key, value) -> {
          key(path, key);
          labelValue(path + "." + key, value);
        });
  }

  private void labelValue(String path, @Nullable String value) {
    if (value == null
        || value.length() > LONGEST_LABEL
        || !(value.isEmpty() || WORD.matcher(value).matches())) {
      violations.add(
          path,
          "must be at most 63 letters, digits, '-', '_' and '.', between letters or digits, got '"
              + value
              + "'");
    }
  }

  private void annotations(
      String path, @Nullable Map<String, ? extends @Nullable String> annotations) {
    long characters = 0;
    for (var entry : sorted(path, annotations).entrySet()) {
      key(path, entry.getKey());
      if (entry.getValue() == null) {
        violations.add(path + "." + entry.getKey(), "must be text");
      } else {
        characters += entry.getKey().length() + entry.getValue().length();
      }
    }
    if (characters > LARGEST_ANNOTATIONS) {
      violations.add(
          path,
          "must have at most " + LARGEST_ANNOTATIONS + " characters together, got " + characters);
    }
  }

  private <T> Map<String, T> sorted(String path, @Nullable Map<String, T> entries) {
    if (entries == null) {
      return Map.of();
    }
    return violations.size(path, List.copyOf(entries.keySet()), 0, MOST_ENTRIES)
        ? new TreeMap<>(entries)
        : Map.of();
  }

  private void key(String path, String key) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    String name = key.substring(slash + 1);
    boolean fits =
        (slash < 0 || prefix.length() <= LONGEST_NAME && OBJECT.matcher(prefix).matches())
            && name.length() <= LONGEST_LABEL
            && WORD.matcher(name).matches();
    if (!fits) {
      violations.add(path, "'" + key + "' is not a key such as team or example.org/team");
    }
  }

  /** Those by which the operator, Kubernetes and Kueue know their objects are not the user's. */
  private void reserved(
      String path, @Nullable Map<String, ? extends @Nullable String> entries, boolean annotations) {
    if (entries == null || entries.size() > MOST_ENTRIES) {
      return;
    }
    entries.keySet().stream()
        .filter(key -> !(annotations && key.startsWith(TOPOLOGY)))
        .filter(PodRules::isReserved)
        .sorted()
        .forEach(key -> violations.add(path + "." + key, "is reserved; choose another prefix"));
  }

  private static boolean isReserved(String key) {
    String prefix = key.substring(0, Math.max(0, key.indexOf('/')));
    return RESERVED.stream()
        .anyMatch(domain -> prefix.equals(domain) || prefix.endsWith("." + domain));
  }

  private void toleration(String path, Toleration toleration) {
    String key = text(toleration.getKey());
    String value = text(toleration.getValue());
    String operator = text(toleration.getOperator());
    String effect = text(toleration.getEffect());
    if (!Set.of("", "Equal", "Exists").contains(operator)) {
      violations.add(path + ".operator", "must be Equal or Exists, got '" + operator + "'");
    } else if (key.isEmpty() && !operator.equals("Exists")) {
      violations.add(path + ".operator", "must be Exists where there is no key");
    } else if (operator.equals("Exists") && !value.isEmpty()) {
      violations.add(path + ".value", "must be left out with the operator Exists");
    }
    if (!key.isEmpty()) {
      key(path + ".key", key);
    }
    labelValue(path + ".value", value);
    if (!Set.of("", "NoSchedule", "PreferNoSchedule", "NoExecute").contains(effect)) {
      violations.add(
          path + ".effect",
          "must be NoSchedule, PreferNoSchedule or NoExecute, got '" + effect + "'");
    } else if (toleration.getTolerationSeconds() != null && !effect.equals("NoExecute")) {
      violations.add(path + ".tolerationSeconds", "goes with the effect NoExecute only");
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
