package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.Safetensors;
import io.transferstudy.worker.weights.StrictMatch;
import io.transferstudy.worker.weights.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network's state from a weights file, by strict match. */
public final class PretrainedState {
  private PretrainedState() {}

  /**
   * The whole state, classifier included.
   *
   * @throws io.transferstudy.worker.weights.WeightsException if the file is damaged or does not fit
   */
  public static Map<String, Tensor> whole(NetworkGraph graph, Path file) {
    return StrictMatch.of(shapes(graph), Safetensors.read(file), _ -> false, file.toString());
  }

  /**
   * Everything but the classifier, which is drawn anew for the graph's classes.
   *
   * @param seed of the new classifier
   * @throws io.transferstudy.worker.weights.WeightsException if the file is damaged or does not fit
   */
  public static Map<String, Tensor> withNewClassifier(NetworkGraph graph, Path file, long seed) {
    Map<String, Tensor> body =
        StrictMatch.of(shapes(graph), Safetensors.read(file), graph::isClassifier, file.toString());
    return Initialization.withNewClassifier(graph, body, seed);
  }

  private static Map<String, long[]> shapes(NetworkGraph graph) {
    var shapes = new LinkedHashMap<String, long[]>();
    for (TensorSpec spec : graph.tensors()) {
      shapes.put(spec.key(), spec.shape());
    }
    return shapes;
  }
}
