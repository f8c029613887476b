package io.transferstudy.worker.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with the nodes after it that are computed in it, as long as nothing else wants what
 * lies between.
 *
 * @param conv its index
 * @param norm the batch normalisation right after it, if any
 * @param summand the index of what is added to it, if anything
 * @param factor of the convolution in that sum
 * @param activation what is applied last, if anything
 * @param nodes the indexes of all of them, in order; the last one's value is computed
 */
record Fusion(
    int conv,
    Op.@Nullable BatchNorm norm,
    @Nullable Integer summand,
    double factor,
    @Nullable Activation activation,
    List<Integer> nodes) {

  Fusion {
    nodes = List.copyOf(nodes);
  }

  /** As much as can be computed in the convolution of that index. */
  static Fusion from(NetworkGraph graph, Consumers consumers, int conv) {
    var fusion = new Fusion(conv, null, null, 1, null, List.of(conv));
    while (true) {
      OptionalInt next = consumers.only(fusion.nodes.getLast());
      if (next.isEmpty()) {
        return fusion;
      }
      Fusion more = fusion.with(graph, next.getAsInt());
      if (more == null) {
        return fusion;
      }
      fusion = more;
    }
  }

  /** The index of the sum; only where there is a summand. */
  int sum() {
    return activation == null ? nodes.getLast() : nodes.get(nodes.size() - 2);
  }

  private @Nullable Fusion with(NetworkGraph graph, int next) {
    var longer = new ArrayList<>(nodes);
    longer.add(next);
    return switch (graph.nodes().get(next).op()) {
      case Op.BatchNorm bn when nodes.size() == 1 -> new Fusion(conv, bn, null, 1, null, longer);
      case Op.Add(double scale) when summand == null && activation == null -> {
        List<Integer> inputs = graph.nodes().get(next).inputs();
        boolean second = inputs.get(1).equals(nodes.getLast());
        int other = inputs.get(second ? 0 : 1);
        // The other must be there when this convolution is computed, and bear no factor.
        yield other < conv && (second || scale == 1)
            ? new Fusion(conv, norm, other, scale, null, longer)
            : null;
      }
      case Op.Activate(Activation last)
          when activation == null && (summand == null || last == Activation.RELU) ->
          new Fusion(conv, norm, summand, factor, last, longer);
      default -> null;
    };
  }
}
