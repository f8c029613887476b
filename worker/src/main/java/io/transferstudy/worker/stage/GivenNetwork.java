package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.gate.GoldenOutputs;
import io.transferstudy.worker.model.Initialization;
import io.transferstudy.worker.model.PretrainedFile;
import io.transferstudy.worker.model.PretrainedState;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.weights.WeightsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A model with its weights as they are in the file: for the file's own classes, its classifier
 * included.
 *
 * @param model for the file's number of classes
 * @param file null if there is none, and every number is drawn
 * @param seed of what is not in the file
 * @param hasClassifier whether the classifier is the file's
 * @param name of the weights, for people
 */
record GivenNetwork(
    NetworkOfModel model, @Nullable Path file, long seed, boolean hasClassifier, String name) {

  /**
   * Looks what the file holds, not at its values.
   *
   * @param weights null for none
   * @param golden what is known of them
   * @param seed of what is not in the file
   * @throws WeightsException if what is known is of another file
   */
  static GivenNetwork of(
      Model model, @Nullable PretrainedWeights weights, Optional<GoldenOutputs> golden, long seed) {
    var usual = NetworkOfModel.ofSource(model);
    if (weights == null) {
      return new GivenNetwork(usual, null, seed, false, model.architecture());
    }
    OptionalInt classes = PretrainedState.classes(usual.graph(), weights.file());
    if (golden.isPresent() && golden.get().classes() != classes.orElse(0)) {
      throw new WeightsException(
          "%s: it knows %d logits of an image, but the weights have %s"
              .formatted(
                  GoldenOutputs.beside(weights.file()),
                  golden.get().classes(),
                  classes.isPresent() ? classes.getAsInt() + " classes" : "no classifier"));
    }
    NetworkOfModel built =
        classes.isPresent() ? NetworkOfModel.of(model, classes.getAsInt()) : usual;
    return new GivenNetwork(built, weights.file(), seed, classes.isPresent(), weights.name());
  }

  /**
   * The network with its values.
   *
   * @throws WeightsException if the file does not fit, or is damaged
   */
  Network load(Engine engine) {
    NetworkGraph graph = model.graph();
    if (file == null) {
      return Network.load(engine, graph, Initialization.random(graph, seed));
    }
    try (var source =
        hasClassifier
            ? PretrainedFile.whole(graph, file)
            : PretrainedFile.withNewClassifier(graph, file, seed)) {
      return Network.load(engine, graph, source);
    }
  }
}
