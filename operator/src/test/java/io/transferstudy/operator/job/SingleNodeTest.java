package io.transferstudy.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SingleNodeTest {
  @Test
  void aPodAsksForWhatItIsItself() {
    List<String> claims = List.of("images", "results.v2");

    assertThat(SingleNode.labels(claims))
        .isEqualTo(
            Map.of(
                "transferstudy.io/claim-images", "single-node",
                "transferstudy.io/claim-results.v2", "single-node"));
    List<PodAffinityTerm> terms =
        SingleNode.affinity(null, claims)
            .getPodAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution();
    assertThat(terms)
        .hasSize(2)
        .allMatch(term -> term.getTopologyKey().equals("kubernetes.io/hostname"));
    assertThat(terms)
        .extracting(term -> term.getLabelSelector().getMatchLabels())
        .containsExactly(
            SingleNode.labels(List.of("images")), SingleNode.labels(List.of("results.v2")));
  }

  @Test
  void nodesToAvoidAreStillAvoided() {
    var avoiding = NodeHistory.affinity(List.of("n1"));

    assertThat(SingleNode.affinity(avoiding, List.of())).isEqualTo(avoiding);
    assertThat(SingleNode.affinity(null, List.of())).isNull();
    var both = SingleNode.affinity(avoiding, List.of("results"));
    assertThat(both.getNodeAffinity()).isEqualTo(avoiding.getNodeAffinity());
    assertThat(both.getPodAffinity()).isNotNull();
  }

  @Test
  void theNameOfAClaimMayBeLongerThanALabel() {
    String one = "a".repeat(200) + ".x";
    String other = "a".repeat(200) + ".y";

    assertThat(SingleNode.labels(List.of(one, other)).keySet())
        .hasSize(2)
        .allMatch(key -> key.matches("transferstudy\\.io/[-a-z0-9]{1,63}"));
  }
}
