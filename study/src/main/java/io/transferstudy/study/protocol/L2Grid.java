package io.transferstudy.study.protocol;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The 45 logarithmically spaced values of lambda from 1e-6 to 1e5 that the paper's protocol
 * searches (Chen et al. 2020, SimCLR, appendix B.8, which follows Kornblith et al. 2019).
 */
public final class L2Grid {
  /** lambda = 10^(-6 + k/4), k = 0..44, ascending. */
  public static final List<Double> VALUES =
      IntStream.range(0, 45).mapToObj(k -> Math.pow(10, -6 + k / 4.0)).toList();

  private L2Grid() {}
}
