package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.worker.gate.GoldenOutputs;
import io.transferstudy.worker.model.Initialization;
import io.transferstudy.worker.model.PretrainedState;
import io.transferstudy.worker.weights.Tensor;
import io.transferstudy.worker.weights.WeightsException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A model with its weights as they are in the file: for the file's own classes, its classifier
 * included.
 *
 * @param model for the file's number of classes
 * @param state a random classifier in it if the file has none, random numbers if there is no file
 * @param hasClassifier whether the classifier is the file's
 * @param name of the weights, for people
 */
record GivenNetwork(
    NetworkOfModel model, Map<String, Tensor> state, boolean hasClassifier, String name) {

  /**
   * Reads it.
   *
   * @param weights null for none
   * @param golden what is known of them
   * @param seed of what is not in the file
   * @throws WeightsException if the file does not fit, or what is known is of another one
   */
  static GivenNetwork of(
      Model model, @Nullable PretrainedWeights weights, Optional<GoldenOutputs> golden, long seed) {
    var usual = NetworkOfModel.ofSource(model);
    if (weights == null) {
      var random = Initialization.random(usual.graph(), seed);
      return new GivenNetwork(usual, random, false, model.architecture());
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
    if (classes.isEmpty()) {
      var body = PretrainedState.withNewClassifier(usual.graph(), weights.file(), seed);
      return new GivenNetwork(usual, body, false, weights.name());
    }
    var built = NetworkOfModel.of(model, classes.getAsInt());
    var whole = PretrainedState.whole(built.graph(), weights.file());
    return new GivenNetwork(built, whole, true, weights.name());
  }
}
