package io.transferstudy.worker.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the pickle of a state dict is made of. Values may contain themselves, as in Python; nothing
 * here walks through them, compares them or prints them whole.
 */
sealed interface PickleValue
    permits PickleValue.None,
        PickleValue.Bool,
        PickleValue.Whole,
        PickleValue.Real,
        PickleValue.Text,
        PickleValue.Tuple,
        PickleValue.Sequence,
        PickleValue.Dictionary,
        PickleValue.Storage,
        PickleValue.Opaque,
        TorchGlobal,
        TensorView {

  /** What it is, for messages. */
  default String kind() {
    return switch (this) {
      case None _ -> "None";
      case Bool _ -> "a truth value";
      case Whole _ -> "a whole number";
      case Real _ -> "a floating number";
      case Text _ -> "a text";
      case Tuple _ -> "a tuple";
      case Sequence _ -> "a list";
      case Dictionary _ -> "a dictionary";
      case TorchGlobal global -> global.label();
      case Storage _ -> "a storage";
      case Opaque(String label) -> label;
      case TensorView _ -> "a tensor";
    };
  }

  /** Python's None. */
  record None() implements PickleValue {}

  /** True or False. */
  record Bool(boolean value) implements PickleValue {}

  /** An int. */
  record Whole(long value) implements PickleValue {}

  /** A float. */
  record Real(double value) implements PickleValue {}

  /** A str; one of Python 2 too. */
  record Text(String value) implements PickleValue {}

  /** A tuple, or a torch.Size. */
  record Tuple(List<PickleValue> items) implements PickleValue {}

  /** A list. */
  record Sequence(List<PickleValue> items) implements PickleValue {
    Sequence() {
      this(new ArrayList<>());
    }
  }

  /** A dict or a collections.OrderedDict; keys are texts and whole numbers. */
  record Dictionary(Map<PickleValue, PickleValue> items) implements PickleValue {
    Dictionary() {
      this(new LinkedHashMap<>());
    }

    void set(PickleValue key, PickleValue value) {
      if (!(key instanceof Text || key instanceof Whole)) {
        throw PickleMachine.refused("has " + key.kind() + " as a key");
      }
      if (items.put(key, value) != null) {
        throw PickleMachine.refused("sets one key twice");
      }
    }
  }

  /**
   * A class, a function or an object that nobody looks into.
   *
   * @param label what it is, for messages
   */
  record Opaque(String label) implements PickleValue {}

  /**
   * Numbers that lie in a place of their own in the file.
   *
   * @param key the place's name
   * @param count how many numbers there are
   */
  record Storage(String key, NumberFormat format, long count) implements PickleValue {}
}
