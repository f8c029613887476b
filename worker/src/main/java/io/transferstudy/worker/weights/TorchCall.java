package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Dictionary;
import io.transferstudy.worker.weights.PickleValue.Sequence;
import io.transferstudy.worker.weights.PickleValue.Storage;
import io.transferstudy.worker.weights.PickleValue.Text;
import io.transferstudy.worker.weights.PickleValue.Tuple;
import io.transferstudy.worker.weights.PickleValue.Whole;
import io.transferstudy.worker.weights.TorchGlobal.Callable;
import io.transferstudy.worker.weights.TorchGlobal.StorageClass;
import java.util.List;

/** The calls in the pickle of a state dict: each makes a value of its arguments, none does more. */
final class TorchCall {
  /**
   * The last argument of a tensor, since PyTorch 2, is a dictionary of flags that may be absent.
   */
  private static final int TENSOR_ARGUMENTS = 6;

  private static final int VIEW_ARGUMENTS = 4;
  private static final int PARAMETER_ARGUMENTS = 3;
  private static final int STORAGE_PARTS = 5;

  private TorchCall() {}

  /**
   * What a call gives.
   *
   * @throws WeightsException if it is not one that torch.save writes
   */
  static PickleValue of(PickleValue called, PickleValue arguments) {
    if (!(called instanceof Callable callable) || !(arguments instanceof Tuple(var items))) {
      throw PickleMachine.refused("calls " + called.kind() + " with " + arguments.kind());
    }
    return switch (callable) {
      case ORDERED_DICT -> dictionary(items);
      case REBUILD_TENSOR -> tensor(items);
      case REBUILD_OLD_TENSOR -> {
        if (items.size() != VIEW_ARGUMENTS) {
          throw unusual(Callable.REBUILD_OLD_TENSOR);
        }
        yield view(items, Callable.REBUILD_OLD_TENSOR);
      }
      case REBUILD_PARAMETER -> {
        if (items.size() != PARAMETER_ARGUMENTS || !(items.getFirst() instanceof TensorView view)) {
          throw unusual(Callable.REBUILD_PARAMETER);
        }
        yield view;
      }
      case SIZE -> {
        if (items.size() != 1 || !(items.getFirst() instanceof Tuple size)) {
          throw unusual(Callable.SIZE);
        }
        yield size;
      }
    };
  }

  /** Python 2 gives an ordered dictionary its items when it makes it, as pairs. */
  private static Dictionary dictionary(List<PickleValue> items) {
    var dictionary = new Dictionary();
    if (items.isEmpty()) {
      return dictionary;
    }
    if (items.size() != 1 || !(items.getFirst() instanceof Sequence(var pairs))) {
      throw unusual(Callable.ORDERED_DICT);
    }
    for (PickleValue pair : pairs) {
      if (!(pair instanceof Sequence(var both)) || both.size() != 2) {
        throw unusual(Callable.ORDERED_DICT);
      }
      dictionary.set(both.get(0), both.get(1));
    }
    return dictionary;
  }

  private static TensorView tensor(List<PickleValue> items) {
    boolean flagged =
        items.size() == TENSOR_ARGUMENTS + 1
            && !(items.getLast() instanceof Dictionary(var flags) && flags.isEmpty());
    if (items.size() < TENSOR_ARGUMENTS || items.size() > TENSOR_ARGUMENTS + 1 || flagged) {
      throw unusual(Callable.REBUILD_TENSOR);
    }
    return view(items, Callable.REBUILD_TENSOR);
  }

  private static TensorView view(List<PickleValue> items, Callable callable) {
    if (items.get(0) instanceof Storage storage
        && items.get(1) instanceof Whole(long offset)
        && items.get(2) instanceof Tuple(var shape)
        && items.get(3) instanceof Tuple(var strides)) {
      return new TensorView(storage, offset, wholes(shape), wholes(strides));
    }
    throw unusual(callable);
  }

  static long[] wholes(List<PickleValue> items) {
    if (items.size() > Shapes.MOST_DIMENSIONS) {
      throw PickleMachine.refused("has a tensor of " + items.size() + " dimensions");
    }
    var wholes = new long[items.size()];
    for (int i = 0; i < wholes.length; i++) {
      if (!(items.get(i) instanceof Whole(long value))) {
        throw unusual(Callable.REBUILD_TENSOR);
      }
      wholes[i] = value;
    }
    return wholes;
  }

  /** The storage that a persistent id stands for: ("storage", class, key, device, count). */
  static Storage storage(PickleValue id) {
    if (id instanceof Tuple(var items)
        && items.size() == STORAGE_PARTS
        && items.get(0) instanceof Text(String kind)
        && kind.equals("storage")
        && items.get(1) instanceof StorageClass(NumberFormat format, String _)
        && items.get(2) instanceof Text(String key)
        && items.get(4) instanceof Whole(long count)) {
      return new Storage(key, format, count);
    }
    throw PickleMachine.refused("has a persistent id that is no storage");
  }

  private static WeightsException unusual(Callable callable) {
    return PickleMachine.refused(
        "calls " + callable.label() + " with other arguments than torch.save does");
  }
}
