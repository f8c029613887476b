package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.transferstudy.study.work.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes a piece of work had better not run on: those on which it failed twice lately, in a
 * way that may be the node's doing.
 */
final class NodeHistory {
  /** Failures that are kept; two a node make two nodes at most. */
  private static final int LONGEST = 4;

  private static final int TOO_OFTEN = 2;
  private static final int WEIGHT = 100; // the largest there is

  private NodeHistory() {}

  /** The nodes of the last failures once more has failed; the newest comes last. */
  static List<String> after(List<String> before, Failure.Kind kind, @Nullable String node) {
    if (node == null || node.isEmpty() || !speaksAgainstItsNode(kind)) {
      return before;
    }
    var nodes = new ArrayList<String>(before);
    nodes.add(node);
    return List.copyOf(nodes.subList(Math.max(0, nodes.size() - LONGEST), nodes.size()));
  }

  /** Those that failed too often, each once. */
  static List<String> avoided(List<String> failedNodes) {
    return failedNodes.stream()
        .distinct()
        .filter(node -> Collections.frequency(failedNodes, node) >= TOO_OFTEN)
        .sorted()
        .toList();
  }

  private static boolean speaksAgainstItsNode(Failure.Kind kind) {
    return switch (kind) {
      case INTERNAL, TRANSIENT_IO, DISRUPTED, DEADLINE, LOST -> true;
      // Its memory is limited by the manifest on any node, and it is answered by smaller parts.
      case OUT_OF_MEMORY -> false;
      case INVALID_REQUEST, BAD_DATA, BAD_WEIGHTS, DIVERGED, INTERRUPTED -> false;
    };
  }

  /**
   * Preferring any other node; null if none is to be avoided. A preference, because on a cluster
   * with no other node it is better to try there than not at all.
   */
  static @Nullable Affinity affinity(List<String> avoidedNodes) {
    if (avoidedNodes.isEmpty()) {
      return null;
    }
    return new AffinityBuilder()
        .withNewNodeAffinity()
        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
        .withWeight(WEIGHT)
        .withNewPreference()
        .addNewMatchExpression()
        .withKey("kubernetes.io/hostname")
        .withOperator("NotIn")
        .withValues(avoidedNodes)
        .endMatchExpression()
        .endPreference()
        .endPreferredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .build();
  }
}
