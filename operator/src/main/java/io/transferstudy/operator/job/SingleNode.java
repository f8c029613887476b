package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.study.grid.Identity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pods together that share a claim which only one node can mount at a time, those of other
 * studies with the same claim included. The scheduler knows nothing of such claims: a pod on a
 * second node would wait for its volume without end.
 */
final class SingleNode {
  private static final String PREFIX = Api.GROUP + "/claim-";
  private static final int LONGEST = 63 - "claim-".length();
  private static final String HOSTNAME = "kubernetes.io/hostname";

  private SingleNode() {}

  /** A label for each of the claims. */
  static Map<String, String> labels(List<String> claims) {
    var labels = new LinkedHashMap<String, String>();
    claims.forEach(claim -> labels.put(key(claim), "single-node"));
    return labels;
  }

  /**
   * {@code affinity} and beside it that pods go where others with the same claims are. A pod that
   * is itself what it asks for may be the first.
   */
  static @Nullable Affinity affinity(@Nullable Affinity affinity, List<String> claims) {
    if (claims.isEmpty()) {
      return affinity;
    }
    return (affinity == null ? new AffinityBuilder() : new AffinityBuilder(affinity))
        .withNewPodAffinity()
        .withRequiredDuringSchedulingIgnoredDuringExecution(
            claims.stream().map(SingleNode::term).toList())
        .endPodAffinity()
        .build();
  }

  private static PodAffinityTerm term(String claim) {
    return new PodAffinityTermBuilder()
        .withTopologyKey(HOSTNAME)
        .withLabelSelector(
            new LabelSelectorBuilder().withMatchLabels(labels(List.of(claim))).build())
        .build();
  }

  private static String key(String claim) {
    return PREFIX + (claim.length() > LONGEST ? Identity.objectName(claim, "claim", claim) : claim);
  }
}
