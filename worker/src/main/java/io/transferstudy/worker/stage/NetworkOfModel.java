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
    return of(model, entry(model), classes);
  }

  /** For as many classes as its published weights tell apart. */
  static NetworkOfModel ofSource(Model model) {
    ModelEntry entry = entry(model);
    return of(model, entry, entry.sourceClasses());
  }

  private static ModelEntry entry(Model model) {
    return Models.find(model.architecture())
        .orElseThrow(() ->
            new InvalidRequestException(
                "this worker has no architecture '" + model.architecture() + "'"));
  }

  private static NetworkOfModel of(Model model, ModelEntry entry, int classes) {
    try {
      return new NetworkOfModel(
          entry.network(classes, model.widthMultiplier(), model.imageSize()),
          new Normalizer(entry.preprocessing()));
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("model " + model.name() + ": " + e.getMessage());
    }
  }
}
