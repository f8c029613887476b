package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.worker.image.Normalizer;
import io.transferstudy.worker.model.ModelEntry;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.torchscript.NetworkGraph;

/**
 * A study's model as the catalogue builds it.
 *
 * @param graph for the data set's classes
 * @param normalizer of its input
 */
record NetworkOfModel(NetworkGraph graph, Normalizer normalizer) {

  static NetworkOfModel of(Model model, int classes) {
    ModelEntry entry =
        Models.find(model.architecture())
            .orElseThrow(() ->
                new InvalidRequestException(
                    "this worker has no architecture '" + model.architecture() + "'"));
    try {
      return new NetworkOfModel(
          entry.network(classes, model.widthMultiplier(), model.imageSize()),
          new Normalizer(entry.preprocessing()));
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("model " + model.name() + ": " + e.getMessage());
    }
  }
}
