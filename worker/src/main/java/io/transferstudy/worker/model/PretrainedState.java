package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.weights.Tensor;
import io.transferstudy.worker.weights.WeightsException;
import io.transferstudy.worker.weights.WeightsFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A network's state from a weights file, in memory: what {@link PretrainedFile} is the source of.
 */
public final class PretrainedState {
  private PretrainedState() {}

  /**
   * The whole state, classifier included: for a graph with the file's {@linkplain #classes number
   * of classes}.
   *
   * @throws WeightsException if the file is damaged or does not fit
   */
  public static Map<String, Tensor> whole(NetworkGraph graph, Path file) {
    try (var open = PretrainedFile.whole(graph, file)) {
      return open.state();
    }
  }

  /**
   * Everything but the classifier, which is drawn anew for the graph's classes; the file's may be
   * of any size or absent.
   *
   * @param seed of the new classifier
   * @throws WeightsException if the file is damaged or does not fit
   */
  public static Map<String, Tensor> withNewClassifier(NetworkGraph graph, Path file, long seed) {
    try (var open = PretrainedFile.withNewClassifier(graph, file, seed)) {
      return open.state();
    }
  }

  /**
   * How many classes the file's classifier tells apart: 1001 in TensorFlow's ImageNet weights,
   * whose first is the background. Empty if the file has no classifier.
   *
   * @param graph the network for any number of classes
   * @throws WeightsException if the file is damaged, or its classifier is of another network
   */
  public static OptionalInt classes(NetworkGraph graph, Path path) {
    String weight = graph.classifier().key() + ".weight";
    try (var file = WeightsFile.open(path)) {
      NamedTensor found = NamedTensors.of(graph, file.shapes(), path.toString()).get(weight);
      if (found == null) {
        return OptionalInt.empty();
      }
      if (found.shape().length != 2
          || found.shape()[0] < 1
          || found.shape()[1] != graph.features()) {
        throw new WeightsException(
            "%s: a classifier %s of [classes, %d] was expected, the file has %s"
                .formatted(path, weight, graph.features(), Arrays.toString(found.shape())));
      }
      return OptionalInt.of(Math.toIntExact(found.shape()[0]));
    }
  }
}
