package io.transferstudy.worker.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Which nodes of a graph read which. */
final class Consumers {
  private final List<List<Integer>> of = new ArrayList<>();

  Consumers(NetworkGraph graph) {
    graph.nodes().forEach(_ -> of.add(new ArrayList<>()));
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (int input : graph.nodes().get(i).inputs()) {
        of.get(input).add(i);
      }
    }
  }

  int count(int node) {
    return of.get(node).size();
  }

  /** The only one that reads a node; empty if there are several or none. */
  OptionalInt only(int node) {
    return of.get(node).size() == 1 ? OptionalInt.of(of.get(node).getFirst()) : OptionalInt.empty();
  }

  /** All that read a node. */
  List<Integer> of(int node) {
    return List.copyOf(of.get(node));
  }
}
