package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Dictionary;
import io.transferstudy.worker.weights.PickleValue.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the state dict in what was saved: the whole of it, or one entry of a training checkpoint,
 * as in {@code {"state_dict": ..., "epoch": 3}}.
 */
final class StateDict {
  /** How to save what is read here. */
  static final String REMEDY = "torch.save(model.state_dict(), \"weights.pth\")";

  /** What training scripts call the model's entry. */
  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

  private StateDict() {}

  /**
   * The tensors by name, in the order of the file, each inside its storage.
   *
   * @throws WeightsException if there is no state dict, or more than one
   */
  static Map<String, TensorView> in(PickleValue saved) {
    if (!(saved instanceof Dictionary dictionary)) {
      throw PickleMachine.refused("holds " + saved.kind());
    }
    if (hasTensors(dictionary)) {
      return tensors(dictionary);
    }
    var found = new ArrayList<Dictionary>();
    for (String wrapper : WRAPPERS) {
      if (dictionary.items().get(new Text(wrapper)) instanceof Dictionary inner
          && hasTensors(inner)) {
        found.add(inner);
      }
    }
    if (found.size() != 1) {
      throw PickleMachine.refused(
          "holds a dictionary of %s, of which %d may be a state dict (%s)"
              .formatted(names(dictionary), found.size(), String.join(", ", WRAPPERS)));
    }
    return tensors(found.getFirst());
  }

  private static boolean hasTensors(Dictionary dictionary) {
    return dictionary.items().values().stream().anyMatch(TensorView.class::isInstance);
  }

  private static Map<String, TensorView> tensors(Dictionary dictionary) {
    var tensors = new LinkedHashMap<String, TensorView>();
    dictionary
        .items()
        .forEach((key, value) -> {
          String name = name(key);
          if (!(value instanceof TensorView view)) {
            throw PickleMachine.refused(
                "has among its tensors %s, which is %s".formatted(Shown.name(name), value.kind()));
          }
          tensors.put(name, view.checked(name));
        });
    return tensors;
  }

  private static String names(Dictionary dictionary) {
    return dictionary.items().isEmpty()
        ? "nothing"
        : Shown.some(
            dictionary.items().keySet().stream().map(StateDict::name).map(Shown::name).toList());
  }

  private static String name(PickleValue key) {
    return key instanceof Text(String text) ? text : key.kind();
  }
}
