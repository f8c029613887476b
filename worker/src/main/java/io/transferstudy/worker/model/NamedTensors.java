package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Op;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A weights file's tensors under the names that a network knows them by. */
final class NamedTensors {
  private NamedTensors() {}

  /**
   * The tensors of a file, without auxiliary heads; names of a library in {@link KeyMaps} become
   * the network's, others stay.
   *
   * @param shapes of the file, by its own names
   * @param source the file, for messages
   * @throws WeightsException if they are another library's, whose network has other borders
   */
  static Map<String, NamedTensor> of(
      NetworkGraph graph, Map<String, long[]> shapes, String source) {
    var own = new LinkedHashMap<String, NamedTensor>();
    shapes.forEach((name, shape) -> {
      if (!KeyMaps.isAuxiliary(name)) {
        own.put(name, new NamedTensor(name, shape));
      }
    });
    Set<String> network =
        graph.tensors().stream().map(TensorSpec::key).collect(Collectors.toUnmodifiableSet());
    Map<String, NamedTensor> named = own;
    for (KeyMap map : KeyMaps.ALL) {
      if (map.applies(named.keySet(), network)) {
        requireSymmetricBorders(graph, map, source);
        named = map.rename(named);
      }
    }
    return named;
  }

  /**
   * Of the mapped libraries' networks. The same weights are another function with other borders.
   */
  private static void requireSymmetricBorders(NetworkGraph graph, KeyMap map, String source) {
    for (NetworkGraph.Node node : graph.nodes()) {
      if (node.op() instanceof Op.Conv conv
          && (conv.window().top() != conv.window().bottom()
              || conv.window().left() != conv.window().right())) {
        throw new WeightsException(
            "%s: these are weights of %s, which adds the same border on every side; this model has"
                    .formatted(source, map.library())
                + " TensorFlow's borders: use the model whose name ends in -symmetric");
      }
    }
  }
}
