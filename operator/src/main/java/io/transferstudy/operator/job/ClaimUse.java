package io.transferstudy.operator.job;

import java.util.List;

/**
 * What the claims of a study mean for its pods, as the cluster had them a moment ago.
 *
 * @param missing a sentence for each claim that the study names and that cannot be used
 * @param singleNode claims that only pods of one node can mount at a time
 * @param onePod whether one of these lets in a single pod
 */
public record ClaimUse(List<String> missing, List<String> singleNode, boolean onePod) {
  /** Nothing is missing, and every node can mount everything. */
  public static final ClaimUse FREE = new ClaimUse(List.of(), List.of(), false);

  public ClaimUse {
    missing = List.copyOf(missing);
    singleNode = List.copyOf(singleNode);
  }

  /** Whether pods can be started. */
  public boolean complete() {
    return missing.isEmpty();
  }
}
