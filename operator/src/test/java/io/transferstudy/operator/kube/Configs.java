package io.transferstudy.operator.kube;

import io.transferstudy.operator.config.OperatorConfig;
import java.util.HashMap;
import java.util.Map;

/** Configs of operators under test, as an environment says them. */
public final class Configs {
  private static final String PREFIX = "TRANSFER_STUDY_";

  private Configs() {}

  /**
   * A config that is all defaults but for a port that is free and a small claim.
   *
   * @param variables more of them, names without their prefix and values in turn
   */
  public static OperatorConfig of(String... variables) {
    return OperatorConfig.from(environment(variables));
  }

  /** The same of an operator that watches one namespace, lives in it, and is alone. */
  public static OperatorConfig watching(String namespace, String... variables) {
    Map<String, String> environment = environment("NAMESPACES", namespace);
    environment.put("POD_NAMESPACE", namespace);
    environment.put(PREFIX + "LEADER_ELECTION", "false");
    environment.putAll(environment(variables));
    return OperatorConfig.from(environment);
  }

  private static Map<String, String> environment(String... variables) {
    var environment = new HashMap<String, String>();
    environment.put(PREFIX + "WORKER_IMAGE", "localhost/worker:1");
    environment.put(PREFIX + "STORAGE_SIZE", "1Gi");
    environment.put(PREFIX + "HTTP_PORT", "0");
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(PREFIX + variables[i], variables[i + 1]);
    }
    return environment;
  }
}
