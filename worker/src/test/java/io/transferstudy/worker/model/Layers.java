package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.NetworkGraph.Node;
import io.transferstudy.worker.torchscript.Op;
import java.util.List;

/** Counts layers as papers do: convolutions and linear layers. */
final class Layers {
  private Layers() {}

  /** All of them. */
  static int count(NetworkGraph graph) {
    return graph.nodes().stream().mapToInt(Layers::weighted).sum();
  }

  /** Those on the longest way from input to logits. */
  static int depth(NetworkGraph graph) {
    List<Node> nodes = graph.nodes();
    var depth = new int[nodes.size()];
    for (int i = 0; i < depth.length; i++) {
      int before = nodes.get(i).inputs().stream().mapToInt(input -> depth[input]).max().orElse(0);
      depth[i] = before + weighted(nodes.get(i));
    }
    return depth[depth.length - 1];
  }

  private static int weighted(Node node) {
    return node.op() instanceof Op.Conv || node.op() instanceof Op.Linear ? 1 : 0;
  }
}
