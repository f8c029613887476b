package io.transferstudy.worker;

import io.transferstudy.worker.model.ModelEntry;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.Tensor;

/** An architecture and its network as published. */
record CatalogueModel(ModelEntry entry, NetworkGraph graph) {

  static CatalogueModel of(ModelEntry entry) {
    return new CatalogueModel(entry, entry.network(entry.sourceClasses()));
  }

  /** Trained values, the classifier's not counted. */
  long parameters() {
    long classifier =
        graph.tensors().stream()
            .filter(spec -> graph.isClassifier(spec.key()))
            .map(TensorSpec::shape)
            .mapToLong(Tensor::count)
            .sum();
    return graph.parameterCount() - classifier;
  }

  /** Whether its channels can be scaled. */
  boolean scales() {
    try {
      return entry.network(2, 0.5, entry.imageSize()).parameterCount() > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
